package io.millrace.sink.sim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.LocalInputFile;

/** Parquet files by the ecosystem's own reader. */
final class StoredParquet {
    private StoredParquet() {}

    /** {@code topic partition offset} of every row, from the columns that carry them. */
    static List<String> positions(byte[] file) throws IOException {
        Path path = Files.createTempFile("stored", ".parquet");
        List<String> positions = new ArrayList<>();
        try {
            Files.write(path, file);
            try (ParquetReader<Group> rows = new Rows(new LocalInputFile(path)).build()) {
                for (Group row = rows.read(); row != null; row = rows.read()) {
                    positions.add(row.getBinary("kafka_topic", 0).toStringUsingUTF8()
                            + " " + row.getInteger("kafka_partition", 0)
                            + " " + row.getLong("kafka_offset", 0));
                }
            }
        } finally {
            Files.delete(path);
        }
        return positions;
    }

    private static final class Rows extends ParquetReader.Builder<Group> {
        Rows(InputFile file) {
            // Without a configuration of Hadoop's, which would read its default files anew for each of ours.
            super(file, new PlainParquetConfiguration());
        }

        @Override
        protected ReadSupport<Group> getReadSupport() {
            return new GroupReadSupport();
        }
    }
}
