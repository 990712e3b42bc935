package io.millrace.formats.value;

import io.millrace.formats.bytes.InputBytes;
import io.millrace.record.BadRecordException;

/** Makes JSON texts of values that were decoded, and so are what they should be. For one thread. */
public interface JsonSource {
    /** The value's JSON text, until the next one is asked for. */
    InputBytes json(InputBytes value) throws BadRecordException;

    /** True if the text has no blanks between its parts, and is an object with no other name than {@code value}. */
    boolean isPlain();
}
