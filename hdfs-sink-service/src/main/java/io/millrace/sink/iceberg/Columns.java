package io.millrace.sink.iceberg;

import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.parquet.ParquetSchemaUtil;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.parquet.schema.MessageType;

/** The columns of a file as those of a table. */
final class Columns {
    private Columns() {}

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
