package io.millrace.formats.proto;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.WireFormat;
import io.millrace.formats.row.Group;
import io.millrace.formats.row.MapKeys;
import io.millrace.formats.row.Row;
import io.millrace.formats.schema.SchemaException;
import io.millrace.record.BadRecordException;
import java.io.IOException;

/**
 * Decodes messages into the columns of a tree. Fields that the tree does not have are passed over. Calls itself as deep as
 * the tree, never as deep as the data.
 */
public final class ProtoDecoder {
    private final ProtoMessage root;
    private final ProtoLeaves leaves;
    private final Row row;
    private final String name;

    /** @throws SchemaException if the tree and the message do not go together */
    public ProtoDecoder(Descriptor message, Group tree, Row row) throws SchemaException {
        this.root = new ProtoMessage(message, tree);
        this.name = message.getFullName();
        this.row = row;
        this.leaves = new ProtoLeaves(row);
    }

    /** Decodes the message that is all of this range. The row must have been reset to this array. */
    public void decode(byte[] bytes, int from, int to) throws BadRecordException {
        CodedInputStream in = CodedInputStream.newInstance(bytes, from, to - from);
        try {
            leaves.begin(bytes, from);
            message(root, in, 0);
        } catch (IOException e) {
            throw new BadRecordException("value is not a Protobuf message " + name + ": " + e.getMessage());
        }
    }

    /** Reads to the end of the stream or its limit. */
    private void message(ProtoMessage message, CodedInputStream in, int repetition)
            throws IOException, BadRecordException {
        long occurrence = message.begin();
        int tag;
        while ((tag = in.readTag()) != 0) {
            ProtoField field = message.byNumber(WireFormat.getTagFieldNumber(tag));
            if (field == null) {
                in.skipField(tag);
            } else {
                boolean first = message.mark(field, occurrence);
                if (!field(field, in, tag, repetition, first) && first) {
                    message.unmark(field);
                }
            }
        }
        for (int i = 0; i < message.size(); i++) {
            ProtoField field = message.field(i);
            if (!message.isMarked(i, occurrence) && !message.group().addMissing(row, i, repetition, field.absence)) {
                throw new BadRecordException("field '" + field.node.path() + "' is missing");
            }
            if (field.key != null
                    && message.isMarked(i, occurrence)
                    && MapKeys.hasTwice(row, field.key.leaf, field.firstKey)) {
                throw new BadRecordException("field '" + field.node.path() + "' has a key twice");
            }
        }
    }

    /** Returns false if the field turned out to have no value: an empty pack. */
    private boolean field(ProtoField field, CodedInputStream in, int tag, int repetition, boolean first)
            throws IOException, BadRecordException {
        if (field.key != null) {
            if (first) {
                field.firstKey = row.column(field.key.leaf.index()).count;
            }
            entry(field, in, tag, first ? repetition : field.key.leaf.repetition());
        } else if (!field.field.isRepeated()) {
            if (!first && field.leaf == null) {
                throw new BadRecordException("field '" + field.node.path() + "' is there twice");
            }
            if (!first) {
                // Protobuf's rule for scalars: the last one counts.
                row.column(field.leaf.index()).dropLast();
            }
            element(field, in, tag, repetition);
        } else {
            int later = field.leaf != null
                    ? field.leaf.repetition()
                    : field.message.group().repetition();
            return list(field, in, tag, first ? repetition : later, later);
        }
        return true;
    }

    private boolean list(ProtoField field, CodedInputStream in, int tag, int repetition, int later)
            throws IOException, BadRecordException {
        boolean packed = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED
                && field.leaf != null
                && field.field.isPackable();
        if (!packed) {
            element(field, in, tag, repetition);
            return true;
        }
        int outer = in.pushLimit(in.readRawVarint32());
        int level = repetition;
        boolean any = false;
        while (!in.isAtEnd()) {
            leaves.scalar(field.leaf, field.field, in, level);
            level = later;
            any = true;
        }
        in.popLimit(outer);
        return any;
    }

    private void element(ProtoField field, CodedInputStream in, int tag, int repetition)
            throws IOException, BadRecordException {
        if (WireFormat.getTagWireType(tag) != field.field.getLiteType().getWireType()) {
            throw new BadRecordException("field '" + field.node.path() + "' has another wire type than its descriptor");
        }
        if (field.message == null) {
            leaves.value(field.leaf, field.field, in, repetition);
            return;
        }
        int outer = in.pushLimit(in.readRawVarint32());
        message(field.message, in, repetition);
        in.popLimit(outer);
    }

    private void entry(ProtoField map, CodedInputStream in, int tag, int repetition)
            throws IOException, BadRecordException {
        if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
            throw new BadRecordException("field '" + map.node.path() + "' has another wire type than its descriptor");
        }
        int outer = in.pushLimit(in.readRawVarint32());
        boolean hasKey = false;
        boolean hasValue = false;
        int part;
        while ((part = in.readTag()) != 0) {
            int number = WireFormat.getTagFieldNumber(part);
            boolean again = number == 1 && hasKey || number == 2 && hasValue;
            if (again) {
                throw new BadRecordException("field '" + map.node.path() + "' has an entry with two keys or values");
            }
            if (number == 1) {
                hasKey = true;
                element(map.key, in, part, repetition);
            } else if (number == 2) {
                hasValue = true;
                element(map.value, in, part, repetition);
            } else {
                in.skipField(part);
            }
        }
        in.popLimit(outer);
        if (!hasKey) {
            leaves.absent(map.key, repetition);
        }
        if (!hasValue) {
            absentValue(map.value, repetition);
        }
    }

    /** A message that is not written is one whose fields are not. */
    private void absentValue(ProtoField value, int repetition) throws IOException, BadRecordException {
        if (value.message != null) {
            message(value.message, CodedInputStream.newInstance(new byte[0]), repetition);
        } else {
            leaves.absent(value, repetition);
        }
    }
}
