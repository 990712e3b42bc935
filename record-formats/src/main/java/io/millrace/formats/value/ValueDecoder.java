package io.millrace.formats.value;

import io.millrace.record.BadRecordException;
import io.millrace.record.TryLaterException;

/** Decodes a value into the columns of the row that it was made for, which was reset to the value's array. */
public interface ValueDecoder {
    /**
     * Decodes the value that is all of this range.
     *
     * @throws BadRecordException if it is not what it should be
     * @throws TryLaterException if nobody can say now whether it is; the next call is for the same value, or another
     */
    void decode(byte[] bytes, int from, int to) throws BadRecordException, TryLaterException;
}
