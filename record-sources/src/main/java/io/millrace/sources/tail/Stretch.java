package io.millrace.sources.tail;

import java.io.IOException;

/** Content that can be compared with what was read of a file. */
interface Stretch {
    /** Bytes of content, as far as it can be read now. */
    long length() throws IOException;

    /** Of the {@code length} bytes before {@code end}, both within the content. */
    Fingerprint before(long end, int length) throws IOException;
}
