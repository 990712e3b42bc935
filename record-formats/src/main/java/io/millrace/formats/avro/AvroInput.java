package io.millrace.formats.avro;

import io.millrace.formats.bytes.Bytes;
import io.millrace.record.BadRecordException;

/** Reads Avro's binary encoding from a range of an array, and never beyond it. Reads numbers as Avro's own decoder does. */
final class AvroInput {
    /** Entries of lists and maps, and records that no column wants, that take no bytes, in one value: nothing else bounds them. */
    private static final int MOST_IDLE = 1 << 20;
    /** Levels of a field that no column wants: it may contain itself. */
    private static final int MOST_DEPTH = 1000;

    byte[] bytes = new byte[0];
    int at;
    private int end;
    private boolean foreign;
    private int idle;
    private int depth;

    /** @param isForeign true if the bytes are not the row's input, so that they must be copied to stay */
    void begin(byte[] array, int from, int to, boolean isForeign) {
        bytes = array;
        at = from;
        end = to;
        foreign = isForeign;
        idle = MOST_IDLE;
        depth = 0;
    }

    boolean isForeign() {
        return foreign;
    }

    int remaining() {
        return end - at;
    }

    int readInt() throws BadRecordException {
        int p = at;
        if (p < end && bytes[p] >= 0) {
            at = p + 1;
            int n = bytes[p];
            return n >>> 1 ^ -(n & 1);
        }
        int n = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int b = readByte();
            n |= (b & 0x7f) << shift;
            if (b >= 0) {
                return n >>> 1 ^ -(n & 1);
            }
        }
        throw new BadRecordException("value has an int of more than 5 bytes");
    }

    long readLong() throws BadRecordException {
        int p = at;
        if (p < end && bytes[p] >= 0) {
            at = p + 1;
            long n = bytes[p];
            return n >>> 1 ^ -(n & 1);
        }
        long n = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            int b = readByte();
            n |= (b & 0x7fL) << shift;
            if (b >= 0) {
                return n >>> 1 ^ -(n & 1);
            }
        }
        throw new BadRecordException("value has a long of more than 10 bytes");
    }

    byte readByte() throws BadRecordException {
        if (at >= end) {
            throw endsEarly();
        }
        return bytes[at++];
    }

    /** The next four bytes, the first one lowest. */
    int readFour() throws BadRecordException {
        int p = skip(4);
        return (int) Bytes.INT.get(bytes, p);
    }

    /** The next eight bytes, the first one lowest. */
    long readEight() throws BadRecordException {
        int p = skip(8);
        return Bytes.load(bytes, p);
    }

    /** Reads a length and returns where its bytes begin; {@link #at} is behind them then. */
    int readRange() throws BadRecordException {
        long length = readLong();
        if (length < 0 || length > end - at) {
            throw length < 0 ? new BadRecordException("value has a length of " + length) : endsEarly();
        }
        int p = at;
        at += (int) length;
        return p;
    }

    /** Passes over so many bytes and returns where they begin. */
    int skip(long length) throws BadRecordException {
        if (length < 0 || length > end - at) {
            throw endsEarly();
        }
        int p = at;
        at += (int) length;
        return p;
    }

    /** How many entries the next block of a list or map has; 0 for its end. */
    long readCount() throws BadRecordException {
        long count = readLong();
        if (count >= 0) {
            return count;
        }
        long bytes = readLong();
        if (count == Long.MIN_VALUE || bytes < 0) {
            throw new BadRecordException("value has a list of " + count + " entries in " + bytes + " bytes");
        }
        return -count;
    }

    /** The same for entries that nobody wants: blocks that say their length are passed over. */
    long skipCount() throws BadRecordException {
        long count = readLong();
        while (count < 0) {
            skip(readLong());
            count = readLong();
        }
        return count;
    }

    /** Takes note of an entry that has taken no byte. */
    void idle() throws BadRecordException {
        if (--idle < 0) {
            throw new BadRecordException("value has more than " + MOST_IDLE + " parts that take no bytes");
        }
    }

    /** Goes into a value within the one that is being passed over. */
    void enter() throws BadRecordException {
        if (++depth > MOST_DEPTH) {
            throw new BadRecordException("value is nested more than " + MOST_DEPTH + " levels deep");
        }
    }

    void leave() {
        depth--;
    }

    private static BadRecordException endsEarly() {
        return new BadRecordException("value ends before its record does");
    }
}
