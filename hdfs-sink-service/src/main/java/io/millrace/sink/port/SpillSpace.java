package io.millrace.sink.port;

import java.io.IOException;

/**
 * Room for bytes that do not fit in memory. Nothing in it is ever needed again after a crash. Used by one thread; any call
 * may fail.
 */
public interface SpillSpace {
    /** A new empty file of this process alone, which is gone when it is closed or the process ends, however it ends. */
    SpillFile create() throws IOException;

    /** A file that grows at its end and is read anywhere. */
    interface SpillFile extends AutoCloseable {
        /** Appends all of the bytes. */
        void append(byte[] bytes, int offset, int length) throws IOException;

        /** Reads exactly so many bytes from this position on. */
        void read(long position, byte[] into, int offset, int length) throws IOException;

        /** Gives the room back. Never throws: nobody can do anything about it. */
        @Override
        void close();
    }
}
