package io.millrace.sink.port;

import static java.util.Objects.requireNonNull;

/**
 * A file that may be put behind others.
 *
 * @param length in bytes
 * @param blockSize how large its blocks may be: no file takes in one of larger blocks
 * @param obstacle why it cannot be put behind others, such as "is encrypted"; empty if nothing is known against it
 */
public record Piece(long length, long blockSize, String obstacle) {
    public Piece {
        requireNonNull(obstacle, "obstacle");
    }
}
