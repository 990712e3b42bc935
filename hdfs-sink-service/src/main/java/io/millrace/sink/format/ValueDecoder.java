package io.millrace.sink.format;

import io.millrace.record.BadRecordException;
import io.millrace.sink.format.row.Row;

/** Decodes a value into the columns of a row that was reset to the value's array. */
interface ValueDecoder {
    void decode(byte[] bytes, int from, int to, Row row) throws BadRecordException;
}
