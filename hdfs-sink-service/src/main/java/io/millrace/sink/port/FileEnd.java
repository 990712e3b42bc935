package io.millrace.sink.port;

import java.util.Objects;

/**
 * How a closed file ends, as the store has it.
 *
 * @param length the file's length in bytes
 * @param tail its last bytes
 */
public record FileEnd(long length, byte[] tail) {
    public FileEnd {
        Objects.requireNonNull(tail, "tail");
    }
}
