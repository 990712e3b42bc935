package io.millrace.formats.container;

import io.millrace.formats.file.DataFile;
import io.millrace.formats.file.RowWriter;
import io.millrace.formats.file.WriterSettings;
import io.millrace.formats.row.Row;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.avro.Schema;

/** Writes rows into Avro's container files. */
final class ContainerWriter extends RowWriter {
    private final Schema schema;
    private final RowBinary row;
    private final BlockCodec codec;

    ContainerWriter(WriterSettings settings) {
        super(settings, ContainerFormat.HEAP_PER_BYTE);
        this.schema = ContainerSchema.of(settings.tree().name(), settings.tree().file());
        this.row = new RowBinary(settings.tree().file(), settings.row());
        this.codec = new BlockCodec(settings.compression());
    }

    @Override
    protected void check(Row prepared) {
        // Whatever is in columns, Avro has a form for.
    }

    @Override
    public DataFile open(OutputStream out) throws IOException {
        return new ContainerFile(out, schema, codec, row);
    }
}
