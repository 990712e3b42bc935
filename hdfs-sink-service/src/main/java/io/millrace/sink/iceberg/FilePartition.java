package io.millrace.sink.iceberg;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.transforms.Transform;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;

/**
 * Finds the partition that all rows of a file belong to, from the smallest and largest values that its footer names. A file
 * whose rows belong to several partitions, or that does not say, has none.
 */
final class FilePartition {
    private FilePartition() {}

    /** The partition's values; empty if the file does not lie in one. */
    static Optional<GenericRecord> of(PartitionSpec spec, Schema schema, Metrics metrics) {
        GenericRecord partition = GenericRecord.create(spec.partitionType());
        for (int i = 0; i < spec.fields().size(); i++) {
            PartitionField field = spec.fields().get(i);
            if (field.transform().isVoid()) {
                continue;
            }
            Type type = schema.findType(field.sourceId());
            if (type == null || !type.isPrimitiveType()) {
                return Optional.empty();
            }
            long nulls = count(metrics.nullValueCounts(), field.sourceId());
            if (nulls == metrics.recordCount()) {
                continue;
            }
            Object low = bound(metrics.lowerBounds(), field.sourceId(), type);
            Object high = bound(metrics.upperBounds(), field.sourceId(), type);
            if (nulls != 0 || low == null || high == null) {
                return Optional.empty();
            }
            Object first = apply(field.transform(), type, low);
            boolean one = field.transform().preservesOrder()
                    ? Objects.equals(first, apply(field.transform(), type, high))
                    : low.equals(high);
            if (!one) {
                return Optional.empty();
            }
            partition.set(i, first);
        }
        return Optional.of(partition);
    }

    /** Nulls of the column; -1 if the file does not say, as for one that it does not have and that is null in all rows. */
    private static long count(Map<Integer, Long> counts, int id) {
        Long count = counts == null ? null : counts.get(id);
        return count == null ? -1 : count;
    }

    private static Object bound(Map<Integer, ByteBuffer> bounds, int id, Type type) {
        ByteBuffer bytes = bounds == null ? null : bounds.get(id);
        if (bytes == null) {
            return null;
        }
        Object value = Conversions.fromByteBuffer(type, bytes);
        return value instanceof CharSequence ? value.toString() : value;
    }

    @SuppressWarnings("unchecked")
    private static Object apply(Transform<?, ?> transform, Type type, Object value) {
        return ((Transform<Object, Object>) transform).bind(type).apply(value);
    }
}
