package io.millrace.sink.iceberg;

import io.millrace.sink.table.TableRefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.Schema;
import org.apache.iceberg.parquet.ParquetSchemaUtil;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type.Repetition;

/** The columns of a file as those of a table. */
final class Columns {
    private Columns() {}

    /**
     * The file's columns, each of which may be missing: another file of the same table need not have it.
     *
     * @param path the file, for messages
     * @throws TableRefusedException if readers of a table would make something else of the file than it says
     */
    static Schema of(MessageType file, String path) throws TableRefusedException {
        // Iceberg takes the smallest and largest values of files and row groups for microseconds: filters would find
        // nothing.
        Optional<String> milliseconds = file.getColumns().stream()
                .filter(column -> isMilliseconds(column.getPrimitiveType().getLogicalTypeAnnotation()))
                .map(column -> String.join(".", column.getPath()))
                .findFirst();
        if (milliseconds.isPresent()) {
            throw new TableRefusedException("column " + milliseconds.get() + " of file '" + path
                    + "' holds times in milliseconds, of which Iceberg's readers lose rows; store with --column-times"
                    + " micros, below another root");
        }
        // Without them readers go by a mapping of names or by the columns' places, and some mistake one for another.
        Optional<String> unnumbered = unnumbered(file);
        if (unnumbered.isPresent()) {
            throw new TableRefusedException("column " + unnumbered.get() + " of file '" + path
                    + "' has no number (field_id), by which tables know columns: the file was written by another program"
                    + " or an earlier release, and cannot be in a table");
        }
        try {
            return new Schema(
                    optional(ParquetSchemaUtil.convert(file).asStruct()).fields());
        } catch (RuntimeException e) {
            throw new TableRefusedException(
                    "file '" + path + "' has a column that tables do not have: " + e.getMessage(), e);
        }
    }

    private static boolean isMilliseconds(LogicalTypeAnnotation type) {
        return type instanceof TimestampLogicalTypeAnnotation timestamp && timestamp.getUnit() == TimeUnit.MILLIS
                || type instanceof TimeLogicalTypeAnnotation time && time.getUnit() == TimeUnit.MILLIS;
    }

    /** The first column without a number; the repeated groups of lists and maps need none. */
    private static Optional<String> unnumbered(GroupType group) {
        for (org.apache.parquet.schema.Type type : group.getFields()) {
            if (type.getId() == null && !type.isRepetition(Repetition.REPEATED)) {
                return Optional.of(type.getName());
            }
            Optional<String> inside = type.isPrimitive() ? Optional.empty() : unnumbered(type.asGroupType());
            if (inside.isPresent()) {
                return Optional.of(type.getName() + "." + inside.get());
            }
        }
        return Optional.empty();
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
