package io.millrace.sink.port;

import io.millrace.sink.format.SourceRecord;
import java.io.IOException;

/** Takes records that cannot be stored. Used by one thread. */
public interface DeadLetters extends AutoCloseable {
    /** Takes a copy of the record; it may be on its way until {@link #flush}. Waits while too many are on their way. */
    void send(SourceRecord record, String reason) throws IOException;

    /** Returns when everything sent is safe, or throws if anything sent since the last flush was not. */
    void flush() throws IOException;

    @Override
    void close();
}
