package io.millrace.sink.iceberg;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.Schema;
import org.apache.iceberg.parquet.ParquetSchemaUtil;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;

/** The columns of a file as those of a table. */
final class Columns {
    private Columns() {}

    /**
     * The first column whose times are milliseconds; empty if there is none. Iceberg takes the smallest and largest values of
     * files and row groups for microseconds, so that filters of such a column would find nothing.
     */
    static Optional<String> ofMilliseconds(MessageType file) {
        return file.getColumns().stream()
                .filter(column -> isMilliseconds(column.getPrimitiveType().getLogicalTypeAnnotation()))
                .map(column -> String.join(".", column.getPath()))
                .findFirst();
    }

    private static boolean isMilliseconds(LogicalTypeAnnotation type) {
        return type instanceof TimestampLogicalTypeAnnotation timestamp && timestamp.getUnit() == TimeUnit.MILLIS
                || type instanceof TimeLogicalTypeAnnotation time && time.getUnit() == TimeUnit.MILLIS;
    }

    /**
     * The file's columns, each of which may be missing: another file of the same table need not have it.
     *
     * @throws RuntimeException if a type of the file has no counterpart
     */
    static Schema of(MessageType file) {
        return new Schema(optional(ParquetSchemaUtil.convert(file).asStruct()).fields());
    }

    private static Types.StructType optional(Types.StructType struct) {
        List<Types.NestedField> fields = new ArrayList<>();
        for (Types.NestedField field : struct.fields()) {
            fields.add(Types.NestedField.optional(field.fieldId(), field.name(), optional(field.type())));
        }
        return Types.StructType.of(fields);
    }

    private static Type optional(Type type) {
        return switch (type.typeId()) {
            case STRUCT -> optional(type.asStructType());
            case LIST -> {
                Types.ListType list = type.asListType();
                yield Types.ListType.ofOptional(list.elementId(), optional(list.elementType()));
            }
            case MAP -> {
                Types.MapType map = type.asMapType();
                yield Types.MapType.ofOptional(map.keyId(), map.valueId(), map.keyType(), optional(map.valueType()));
            }
            default -> type;
        };
    }
}
