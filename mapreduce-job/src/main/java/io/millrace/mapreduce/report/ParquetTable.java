package io.millrace.mapreduce.report;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * Rows as Parquet. A result is small, so it is not compressed: that spares the job jar the codecs, of which some need native
 * libraries.
 */
final class ParquetTable implements Rows {
    private static final int ROW_GROUP = 16 << 20;

    private final Table table;
    private final MessageType schema;
    private final ParquetWriter<Group> writer;

    private ParquetTable(Table table, MessageType schema, ParquetWriter<Group> writer) {
        this.table = table;
        this.schema = schema;
        this.writer = writer;
    }

    static ParquetTable open(Table table, OutputStream out) throws IOException {
        List<Type> fields = new ArrayList<>();
        for (Table.Column column : table.columns()) {
            fields.add(
                    switch (column.kind()) {
                        case TEXT ->
                            Types.optional(PrimitiveTypeName.BINARY)
                                    .as(LogicalTypeAnnotation.stringType())
                                    .named(column.name());
                        case WHOLE -> Types.required(PrimitiveTypeName.INT64).named(column.name());
                        case NUMBER -> Types.required(PrimitiveTypeName.DOUBLE).named(column.name());
                    });
        }
        MessageType schema = new MessageType(table.folder(), fields);
        ParquetWriter<Group> writer = ExampleParquetWriter.builder(new Streamed(out))
                .withType(schema)
                .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
                .withRowGroupSize((long) ROW_GROUP)
                .build();
        return new ParquetTable(table, schema, writer);
    }

    @Override
    public void write(Object... values) throws IOException {
        Group row = new SimpleGroup(schema);
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null) {
                continue;
            }
            switch (table.columns().get(i).kind()) {
                case TEXT -> row.add(i, (String) values[i]);
                case WHOLE -> row.add(i, (Long) values[i]);
                case NUMBER -> row.add(i, (Double) values[i]);
            }
        }
        writer.write(row);
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }

    /** A file that is a stream already. */
    private static final class Streamed implements OutputFile {
        private final OutputStream out;

        Streamed(OutputStream out) {
            this.out = out;
        }

        @Override
        public PositionOutputStream create(long blockSize) {
            return new Counted(out);
        }

        @Override
        public PositionOutputStream createOrOverwrite(long blockSize) {
            return new Counted(out);
        }

        @Override
        public boolean supportsBlockSize() {
            return false;
        }

        @Override
        public long defaultBlockSize() {
            return 0;
        }
    }

    /** Knows how much went through it. */
    private static final class Counted extends PositionOutputStream {
        private final OutputStream out;
        private long position;

        Counted(OutputStream out) {
            this.out = out;
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            position++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            position += length;
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
