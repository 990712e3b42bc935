package io.millrace.sink.format;

import io.millrace.record.BadRecordException;
import io.millrace.record.SourceRecord;
import io.millrace.sink.format.bytes.Bytes;

/** Writes a decoded record's text, its line end included, to the end of the buffer. */
interface LineRenderer {
    void render(InputBytes value, SourceRecord record, Bytes out) throws BadRecordException;
}
