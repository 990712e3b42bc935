package io.millrace.formats.value;

import io.millrace.formats.bytes.Bytes;
import io.millrace.formats.bytes.InputBytes;
import io.millrace.record.BadRecordException;
import io.millrace.record.SourceRecord;

/** Writes a decoded record's text, its line end included, to the end of the buffer. */
public interface LineRenderer {
    /** Appends the text of the record with this value. */
    void render(InputBytes value, SourceRecord record, Bytes out) throws BadRecordException;
}
