package io.millrace.sink.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.MetricsConfig;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bounds of files of several row groups, of which one does not say what it holds. */
class SoundMetricsTest {
    private static final MessageType SCHEMA = MessageTypeParser.parseMessageType(
            "message m { required binary text (STRING) = 1; required int64 n = 2; }");

    @TempDir
    Path folder;

    @Test
    void aColumnOfWhichOneRowGroupNamesNoBoundsHasNone() throws IOException {
        // Longer texts than 4096 bytes are not named as bounds by parquet-java, nor those of 128 by Millrace.
        ParquetMetadata footer = written("a", "a", "z".repeat(5_000));

        assertThat(footer.getBlocks()).hasSizeGreaterThan(1);
        Metrics metrics = SoundMetrics.of(footer, MetricsConfig.getDefault());
        assertThat(metrics.lowerBounds()).containsOnlyKeys(2);
        assertThat(metrics.upperBounds()).containsOnlyKeys(2);
        assertThat(metrics.recordCount()).isEqualTo(3);
    }

    @Test
    void otherColumnsHaveTheBoundsOfAllRowGroups() throws IOException {
        Metrics metrics = SoundMetrics.of(written("a", "b", "c"), MetricsConfig.getDefault());

        assertThat(metrics.lowerBounds()).containsOnlyKeys(1, 2);
        assertThat(metrics.upperBounds().get(1).duplicate().get()).isEqualTo((byte) 'c');
    }

    /** A row group for each text. */
    private ParquetMetadata written(String... texts) throws IOException {
        Path file = folder.resolve("groups.parquet");
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration())
                .withType(SCHEMA)
                .withRowGroupRowCountLimit(1)
                .build()) {
            long n = 0;
            for (String text : texts) {
                writer.write(new SimpleGroupFactory(SCHEMA)
                        .newGroup()
                        .append("text", text)
                        .append("n", n++));
            }
        }
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            return reader.getFooter();
        }
    }
}
