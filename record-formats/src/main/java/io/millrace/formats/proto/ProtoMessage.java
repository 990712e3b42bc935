package io.millrace.formats.proto;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.millrace.formats.row.Field;
import io.millrace.formats.row.Group;
import io.millrace.formats.schema.SchemaException;
import java.util.HashMap;
import java.util.Map;

/** A message and the group that its fields go to. */
final class ProtoMessage {
    private final Group group;
    private final ProtoField[] fields;
    private final Map<Integer, ProtoField> byNumber = new HashMap<>();
    /** Which occurrence of the message last had the field. */
    private final long[] marks;

    private long occurrences;

    ProtoMessage(Descriptor type, Group group) throws SchemaException {
        this.group = group;
        this.fields = new ProtoField[group.size()];
        this.marks = new long[group.size()];
        for (int i = 0; i < fields.length; i++) {
            Field column = group.field(i);
            FieldDescriptor field = type.findFieldByName(column.node().name());
            if (field == null) {
                throw new SchemaException("field '" + column.node().path() + "' of the schema is not in message '"
                        + type.getFullName() + "'");
            }
            fields[i] = new ProtoField(field, i, column.node(), column.absence());
            byNumber.put(field.getNumber(), fields[i]);
        }
    }

    Group group() {
        return group;
    }

    int size() {
        return fields.length;
    }

    ProtoField field(int index) {
        return fields[index];
    }

    /** The field of that number, or null if no column wants it. */
    ProtoField byNumber(int number) {
        return byNumber.get(number);
    }

    long begin() {
        return ++occurrences;
    }

    /** Notes that this occurrence has the field; false if it was noted already. */
    boolean mark(ProtoField field, long occurrence) {
        if (marks[field.index] == occurrence) {
            return false;
        }
        marks[field.index] = occurrence;
        return true;
    }

    void unmark(ProtoField field) {
        marks[field.index] = 0;
    }

    boolean isMarked(int index, long occurrence) {
        return marks[index] == occurrence;
    }
}
