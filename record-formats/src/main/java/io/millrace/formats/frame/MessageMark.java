package io.millrace.formats.frame;

import io.millrace.formats.bytes.InputBytes;
import io.millrace.formats.value.Frame;
import io.millrace.record.BadRecordException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a registry's frame says behind the schema's id of which message of that schema a Protobuf value is. Confluent's is a path of
 * positions: how many, then each, as zigzag varints, and a single zero for the first message of the file
 * (docs.confluent.io, "Wire format"). Apicurio's is a small message of its own, its length before it, with the name in field 1.
 */
final class MessageMark {
    private static final List<Integer> FIRST = List.of(0);
    private static final int DEEPEST = 100;
    /** Field 1, a string. */
    private static final int NAME_TAG = 0x0a;

    private final byte[] bytes;
    private final int end;
    private int at;

    private MessageMark(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.end = to;
    }

    /** Takes a path off the value. */
    static void takePath(InputBytes value, Frame frame) throws BadRecordException {
        MessageMark mark = new MessageMark(value.array(), value.from(), value.to());
        frame.message(mark.path());
        value.set(value.array(), mark.at, value.to());
    }

    /** Reads a path that ends where the bytes do. */
    static void readPath(byte[] header, int from, Frame frame) throws BadRecordException {
        frame.message(new MessageMark(header, from, header.length).path());
    }

    /** Takes a name off the value. */
    static void takeName(InputBytes value, Frame frame) throws BadRecordException {
        MessageMark mark = new MessageMark(value.array(), value.from(), value.to());
        frame.message(mark.name());
        value.set(value.array(), mark.at, value.to());
    }

    private List<Integer> path() throws BadRecordException {
        int steps = zigzag();
        if (steps == 0) {
            return FIRST;
        }
        if (steps < 0 || steps > DEEPEST) {
            throw new BadRecordException("value has a path of " + steps
                    + " messages behind the id of its schema, must have 0 to " + DEEPEST + ": it may be no Protobuf");
        }
        List<Integer> path = new ArrayList<>(steps);
        for (int i = 0; i < steps; i++) {
            path.add(zigzag());
        }
        return path;
    }

    private String name() throws BadRecordException {
        int length = varint();
        if (length < 2 || length > end - at || bytes[at] != NAME_TAG) {
            throw noName();
        }
        int markEnd = at + length;
        at++;
        int nameLength = varint();
        if (nameLength < 0 || nameLength > markEnd - at) {
            throw noName();
        }
        String name = new String(bytes, at, nameLength, StandardCharsets.UTF_8);
        at = markEnd;
        return name;
    }

    private static BadRecordException noName() {
        return new BadRecordException("value has no name of a message behind the id of its schema, must have one as"
                + " Apicurio writes it for Protobuf");
    }

    private int zigzag() throws BadRecordException {
        int number = varint();
        return number >>> 1 ^ -(number & 1);
    }

    private int varint() throws BadRecordException {
        int number = 0;
        for (int shift = 0; shift < Integer.SIZE && at < end; shift += 7) {
            byte next = bytes[at++];
            number |= (next & 0x7f) << shift;
            if (next >= 0) {
                return number;
            }
        }
        throw new BadRecordException(
                at < end
                        ? "value has a number of more than 5 bytes in what says which Protobuf message it is"
                        : "value ends in the middle of what says which Protobuf message it is");
    }
}
