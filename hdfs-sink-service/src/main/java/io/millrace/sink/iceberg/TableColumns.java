package io.millrace.sink.iceberg;

import io.millrace.sink.table.TableRefusedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types;

/**
 * What a table's columns become with those of further files. A column is known by its number, which files bring with them: one
 * that was renamed in the table stays what it is, and one that was dropped stays dropped.
 */
final class TableColumns {
    private final Set<Integer> dropped = new HashSet<>();
    private Types.StructType columns;
    private boolean changed;

    /** None yet. */
    TableColumns() {
        columns = Types.StructType.of();
    }

    /** Those that the table has now. */
    TableColumns(TableMetadata table) {
        columns = table.schema().asStruct();
        for (Schema earlier : table.schemas()) {
            dropped.addAll(TypeUtil.indexById(earlier.asStruct()).keySet());
        }
        dropped.removeAll(TypeUtil.indexById(columns).keySet());
    }

    /**
     * Adds what this file has besides.
     *
     * @param path the file, for messages
     * @throws TableRefusedException if a column of the file does not fit that of the table
     */
    void add(Schema file, String path) throws TableRefusedException {
        columns = merged(columns, file.asStruct(), "", path);
    }

    /** True if the table's columns must be changed. */
    boolean changed() {
        return changed;
    }

    Schema schema() {
        return new Schema(columns.fields());
    }

    private Types.StructType merged(Types.StructType table, Types.StructType file, String parent, String path)
            throws TableRefusedException {
        Map<Integer, Types.NestedField> fresh = new HashMap<>();
        for (Types.NestedField field : file.fields()) {
            fresh.put(field.fieldId(), field);
        }
        List<Types.NestedField> fields = new ArrayList<>();
        for (Types.NestedField field : table.fields()) {
            Types.NestedField in = fresh.remove(field.fieldId());
            fields.add(
                    in == null
                            ? field
                            : Types.NestedField.from(field)
                                    .ofType(merged(field.type(), in.type(), parent + field.name(), path))
                                    .build());
        }
        for (Types.NestedField field : file.fields()) {
            if (fresh.containsKey(field.fieldId()) && !dropped.contains(field.fieldId())) {
                for (Types.NestedField other : fields) {
                    if (other.name().equalsIgnoreCase(field.name())
                            && !other.name().equals(field.name())) {
                        throw new TableRefusedException("file '" + path + "' has column '" + parent + field.name()
                                + "', and the table has '" + parent + other.name()
                                + "': many engines take them for one; store it below another root, with another table");
                    }
                }
                if (table.field(field.name()) != null) {
                    throw new TableRefusedException("file '" + path + "' has column '" + parent + field.name()
                            + "' with the number " + field.fieldId() + ", and the table has it with "
                            + table.field(field.name()).fieldId()
                            + ": the table or the column was made by somebody else; give another table");
                }
                fields.add(field);
                changed = true;
            }
        }
        return Types.StructType.of(fields);
    }

    private Type merged(Type table, Type file, String name, String path) throws TableRefusedException {
        if (table.equals(file)) {
            return table;
        }
        if (table.isStructType() && file.isStructType()) {
            return merged(table.asStructType(), file.asStructType(), name + ".", path);
        }
        if (table.isListType() && file.isListType()) {
            Types.ListType list = table.asListType();
            Types.ListType other = file.asListType();
            if (list.elementId() == other.elementId()) {
                return Types.ListType.ofOptional(
                        list.elementId(), merged(list.elementType(), other.elementType(), name + ".element", path));
            }
        }
        if (table.isMapType() && file.isMapType()) {
            Types.MapType map = table.asMapType();
            Types.MapType other = file.asMapType();
            if (map.keyId() == other.keyId()
                    && map.valueId() == other.valueId()
                    && map.keyType().equals(other.keyType())) {
                return Types.MapType.ofOptional(
                        map.keyId(),
                        map.valueId(),
                        map.keyType(),
                        merged(map.valueType(), other.valueType(), name + ".value", path));
            }
        }
        if (table.isPrimitiveType() && file.isPrimitiveType()) {
            if (TypeUtil.isPromotionAllowed(file, table.asPrimitiveType())) {
                return table;
            }
            if (TypeUtil.isPromotionAllowed(table, file.asPrimitiveType())) {
                changed = true;
                return file;
            }
        }
        throw new TableRefusedException("column '" + name + "' of file '" + path + "' is " + file
                + ", which does not fit the table's " + table + "; store it below another root, with another table");
    }
}
