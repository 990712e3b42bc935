package io.millrace.sources.delivery;

import java.util.List;

/**
 * One record for the topic.
 *
 * @param partition partition to write to, or {@link #ANY_PARTITION} to let the key (or chance, without one) decide
 * @param key record key, or null for none
 * @param value record value; the array is handed over and must not be changed afterwards
 * @param piece 0 for a whole record; k = 1, 2, ... for the k-th piece of a record that was too long for one
 * @param headers its headers, the piece's number not among them
 * @param origin where it was read, for instance {@code file:/var/log/app.log}; told if the record cannot be sent
 * @param position where in the origin it starts: bytes in a file, a row number, an id
 */
public record OutRecord(
        int partition, byte[] key, byte[] value, int piece, List<OutHeader> headers, String origin, long position) {
    /** See {@code partition}. */
    public static final int ANY_PARTITION = -1;

    /** A whole record in the partition that its key decides, without headers and of an unknown place. */
    public static OutRecord keyed(byte[] key, byte[] value) {
        return new OutRecord(ANY_PARTITION, key, value, 0, List.of(), "unknown", 0);
    }

    /** The same record, read at this place. */
    public OutRecord at(String itsOrigin, long itsPosition) {
        return new OutRecord(partition, key, value, piece, headers, itsOrigin, itsPosition);
    }

    /** The same record with these headers. */
    public OutRecord with(List<OutHeader> itsHeaders) {
        return new OutRecord(partition, key, value, piece, List.copyOf(itsHeaders), origin, position);
    }
}
