package io.millrace.formats.value;

import io.millrace.record.BadRecordException;

/** Decodes a value into the columns of the row that it was made for, which was reset to the value's array. */
public interface ValueDecoder {
    /**
     * Decodes the value that is all of this range.
     *
     * @throws BadRecordException if it is not what it should be
     */
    void decode(byte[] bytes, int from, int to) throws BadRecordException;
}
