package io.millrace.sink.iceberg;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.parquet.ParquetUtil;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * What a file's footer says of its columns, without the bounds of columns of which a row group names none (long texts, NaN).
 * Iceberg 1.12 makes bounds of the other row groups then, and readers skip files that hold what they look for.
 */
final class SoundMetrics {
    private SoundMetrics() {}

    static Metrics of(ParquetMetadata footer, MetricsConfig config) {
        Metrics metrics = ParquetUtil.footerMetrics(footer, Stream.empty(), config);
        Set<Integer> unsound = unbounded(footer);
        return unsound.isEmpty()
                ? metrics
                : new Metrics(
                        metrics.recordCount(),
                        metrics.columnSizes(),
                        metrics.valueCounts(),
                        metrics.nullValueCounts(),
                        metrics.nanValueCounts(),
                        without(metrics.lowerBounds(), unsound),
                        without(metrics.upperBounds(), unsound));
    }

    private static Set<Integer> unbounded(ParquetMetadata footer) {
        MessageType schema = footer.getFileMetaData().getSchema();
        Set<Integer> numbers = new HashSet<>();
        for (BlockMetaData block : footer.getBlocks()) {
            for (ColumnChunkMetaData chunk : block.getColumns()) {
                Type.ID number = schema.getType(chunk.getPath().toArray()).getId();
                if (number != null && !hasBounds(chunk)) {
                    numbers.add(number.intValue());
                }
            }
        }
        return numbers;
    }

    private static boolean hasBounds(ColumnChunkMetaData chunk) {
        Statistics<?> statistics = chunk.getStatistics();
        return statistics != null
                && (statistics.hasNonNullValue()
                        || statistics.isNumNullsSet() && statistics.getNumNulls() == chunk.getValueCount());
    }

    private static Map<Integer, ByteBuffer> without(Map<Integer, ByteBuffer> bounds, Set<Integer> numbers) {
        if (bounds == null) {
            return null;
        }
        Map<Integer, ByteBuffer> rest = new HashMap<>(bounds);
        rest.keySet().removeAll(numbers);
        return rest;
    }
}
