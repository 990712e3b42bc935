package io.millrace.sink.format;

import java.util.List;

/** What tests of other packages read from Parquet files. */
public final class StoredParquet {
    private StoredParquet() {}

    /** {@code topic partition offset} of every row, from the columns that carry them. */
    public static List<String> positions(byte[] file) {
        return ParquetRows.read(file).stream()
                .map(row -> row.getBinary("kafka_topic", 0).toStringUsingUTF8()
                        + " " + row.getInteger("kafka_partition", 0)
                        + " " + row.getLong("kafka_offset", 0))
                .toList();
    }
}
