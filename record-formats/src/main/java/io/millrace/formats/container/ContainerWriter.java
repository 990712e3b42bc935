package io.millrace.formats.container;

import io.millrace.formats.file.Compression;
import io.millrace.formats.file.DataFile;
import io.millrace.formats.file.RowWriter;
import io.millrace.formats.file.WriterSettings;
import io.millrace.formats.row.Row;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;

/** Writes rows into Avro's container files. */
final class ContainerWriter extends RowWriter {
    private static final int DEFLATE_LEVEL = 6;
    private static final int ZSTD_LEVEL = 3;

    private final Schema schema;
    private final RowBinary binary;
    private final Compression compression;

    ContainerWriter(WriterSettings settings) {
        super(settings, ContainerFormat.HEAP_PER_BYTE);
        this.schema = ContainerSchema.of(settings.tree().name(), settings.tree().file());
        this.binary = new RowBinary(settings.tree().file(), settings.row());
        this.compression = settings.compression();
    }

    @Override
    protected void check(Row prepared) {
        // Whatever is in columns, Avro has a form for.
    }

    @Override
    public DataFile open(OutputStream out) throws IOException {
        return new ContainerFile(out, schema, codec(), binary);
    }

    private CodecFactory codec() {
        return switch (compression) {
            case NONE -> CodecFactory.nullCodec();
            // What gzip is without its frame, which Avro has not.
            case GZIP -> CodecFactory.deflateCodec(DEFLATE_LEVEL);
            case SNAPPY -> CodecFactory.snappyCodec();
            case ZSTD -> CodecFactory.zstandardCodec(ZSTD_LEVEL);
        };
    }
}
