package io.millrace.formats;

import io.millrace.formats.bytes.Bytes;
import io.millrace.record.BadRecordException;
import io.millrace.record.SourceRecord;

/** Writes a decoded record's text, its line end included, to the end of the buffer. */
interface LineRenderer {
    void render(InputBytes value, SourceRecord record, Bytes out) throws BadRecordException;
}
