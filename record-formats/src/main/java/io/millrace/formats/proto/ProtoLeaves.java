package io.millrace.formats.proto;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import io.millrace.formats.bytes.Utf8;
import io.millrace.formats.row.Absence;
import io.millrace.formats.row.Leaf;
import io.millrace.formats.row.LeafType;
import io.millrace.formats.row.Row;
import io.millrace.record.BadRecordException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Decodes scalars, and messages that stand for one, into columns. */
final class ProtoLeaves {
    private final Row row;
    private byte[] bytes;
    private int start;

    ProtoLeaves(Row row) {
        this.row = row;
    }

    /** Begins a message whose bytes are in this array from there. */
    void begin(byte[] array, int from) {
        bytes = array;
        start = from;
    }

    void value(Leaf leaf, FieldDescriptor field, CodedInputStream in, int repetition)
            throws IOException, BadRecordException {
        if (field.getType() != FieldDescriptor.Type.MESSAGE) {
            scalar(leaf, field, in, repetition);
            return;
        }
        int outer = in.pushLimit(in.readRawVarint32());
        if (ProtoColumns.isTimestamp(field)) {
            timestamp(leaf, in, repetition);
        } else {
            wrapped(leaf, field.getMessageType().findFieldByNumber(1), in, repetition);
        }
        in.popLimit(outer);
    }

    private void timestamp(Leaf leaf, CodedInputStream in, int repetition) throws IOException, BadRecordException {
        long seconds = 0;
        int nanos = 0;
        int tag;
        while ((tag = in.readTag()) != 0) {
            switch (tag) {
                case 1 << 3 -> seconds = in.readInt64();
                case 2 << 3 -> nanos = in.readInt32();
                default -> in.skipField(tag);
            }
        }
        // The range that the type's own definition allows.
        if (seconds < -62_135_596_800L || seconds > 253_402_300_799L || nanos < 0 || nanos > 999_999_999) {
            throw new BadRecordException("field '" + leaf.path() + "' is not a time within the years 1 to 9999");
        }
        long number = leaf.type() == LeafType.TIMESTAMP_MILLIS
                ? seconds * 1000 + nanos / 1_000_000
                : seconds * 1_000_000 + nanos / 1000;
        add(leaf, repetition, number);
    }

    private void wrapped(Leaf leaf, FieldDescriptor field, CodedInputStream in, int repetition)
            throws IOException, BadRecordException {
        boolean any = false;
        int tag;
        while ((tag = in.readTag()) != 0) {
            if (WireFormat.getTagFieldNumber(tag) != 1) {
                in.skipField(tag);
                continue;
            }
            if (WireFormat.getTagWireType(tag) != field.getLiteType().getWireType()) {
                throw new BadRecordException("field '" + leaf.path() + "' has another wire type than its descriptor");
            }
            if (any) {
                row.column(leaf.index()).dropLast();
            }
            scalar(leaf, field, in, repetition);
            any = true;
        }
        if (!any) {
            if (leaf.type().isBytes()) {
                row.addCopy(leaf, repetition, new byte[0], 0, 0);
            } else {
                add(leaf, repetition, 0);
            }
        }
    }

    void scalar(Leaf leaf, FieldDescriptor field, CodedInputStream in, int repetition)
            throws IOException, BadRecordException {
        switch (field.getType()) {
            case DOUBLE -> add(leaf, repetition, Double.doubleToRawLongBits(in.readDouble()));
            case FLOAT -> {
                float value = in.readFloat();
                add(
                        leaf,
                        repetition,
                        leaf.type() == LeafType.DOUBLE
                                ? Double.doubleToRawLongBits(value)
                                : Float.floatToRawIntBits(value) & 0xffffffffL);
            }
            case BOOL -> add(leaf, repetition, in.readBool() ? 1 : 0);
            case STRING -> range(leaf, in, repetition, true);
            case BYTES -> range(leaf, in, repetition, false);
            case ENUM -> symbol(leaf, field, in.readEnum(), repetition);
            default -> whole(leaf, field, in, repetition);
        }
    }

    private void whole(Leaf leaf, FieldDescriptor field, CodedInputStream in, int repetition)
            throws IOException, BadRecordException {
        boolean unsignedLong = false;
        long value = switch (field.getType()) {
            case INT32 -> in.readInt32();
            case SINT32 -> in.readSInt32();
            case SFIXED32 -> in.readSFixed32();
            case UINT32 -> in.readUInt32() & 0xffffffffL;
            case FIXED32 -> in.readFixed32() & 0xffffffffL;
            case SINT64 -> in.readSInt64();
            case SFIXED64 -> in.readSFixed64();
            case UINT64 -> {
                unsignedLong = true;
                yield in.readUInt64();
            }
            case FIXED64 -> {
                unsignedLong = true;
                yield in.readFixed64();
            }
            default -> in.readInt64();
        };
        if (unsignedLong && value < 0) {
            throw new BadRecordException("field '" + leaf.path() + "' must be at most 2^63-1");
        }
        boolean narrow = leaf.type() == LeafType.INT || leaf.type() == LeafType.DATE;
        if (narrow && value != (int) value) {
            throw new BadRecordException("field '" + leaf.path() + "' must be a whole number from -2^31 to 2^31-1");
        }
        add(leaf, repetition, value);
    }

    private void add(Leaf leaf, int repetition, long number) {
        row.column(leaf.index()).addNumber(repetition, leaf.definition(), number);
    }

    /** Bytes stay where they are in the value. */
    private void range(Leaf leaf, CodedInputStream in, int repetition, boolean asText)
            throws IOException, BadRecordException {
        int length = in.readRawVarint32();
        int from = start + in.getTotalBytesRead();
        in.skipRawBytes(length);
        if (asText && !Utf8.isValid(bytes, from, from + length)) {
            throw new BadRecordException("field '" + leaf.path() + "' is not UTF-8 text");
        }
        row.column(leaf.index()).addBytes(repetition, leaf.definition(), from, length);
    }

    private void symbol(Leaf leaf, FieldDescriptor field, int number, int repetition) {
        EnumValueDescriptor symbol = field.getEnumType().findValueByNumber(number);
        // Newer producers may know more symbols: their numbers are better than nothing.
        String text = symbol == null ? Integer.toString(number) : symbol.getName();
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        row.addCopy(leaf, repetition, utf8, 0, utf8.length);
    }

    /** What a key or value that is not written stands for. */
    void absent(ProtoField field, int repetition) {
        Absence absence = field.absence;
        if (field.leaf.type().isBytes()) {
            byte[] value = absence.bytes() == null ? new byte[0] : absence.bytes();
            row.addCopy(field.leaf, repetition, value, 0, value.length);
        } else {
            add(field.leaf, repetition, absence.number());
        }
    }
}
