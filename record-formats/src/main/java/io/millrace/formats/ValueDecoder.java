package io.millrace.formats;

import io.millrace.formats.row.Row;
import io.millrace.record.BadRecordException;

/** Decodes a value into the columns of a row that was reset to the value's array. */
interface ValueDecoder {
    void decode(byte[] bytes, int from, int to, Row row) throws BadRecordException;
}
