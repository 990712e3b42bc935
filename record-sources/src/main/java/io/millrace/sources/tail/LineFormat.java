package io.millrace.sources.tail;

import io.millrace.sources.delivery.OutHeader;
import java.util.List;

/** Makes the record's value from the bytes of the line. */
public interface LineFormat {
    /** The line's own bytes. */
    LineFormat TEXT = (line, path, headers) -> line;

    /** The value of a record of the file at {@code path}; the headers are its own, not those of its file. */
    byte[] value(byte[] line, String path, List<OutHeader> headers);
}
