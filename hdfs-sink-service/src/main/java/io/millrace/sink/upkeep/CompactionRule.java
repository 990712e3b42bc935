package io.millrace.sink.upkeep;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * Says which files become large ones.
 *
 * @param committedBefore only files of commits before this moment, by their owners' clocks
 * @param targetBytes about how long a large file gets: as soon as its parts have so much, it is full
 * @param mostParts of one large file
 * @param endings what a file's name ends in, with its dot, if such files can be put behind each other; empty for others, which stay
 */
public record CompactionRule(
        Instant committedBefore, long targetBytes, int mostParts, Function<String, Optional<String>> endings) {
    /** In one large file: each stays a block of its own, and one question to the NameNode names them all. */
    public static final int MOST_PARTS = 1_000;

    /** Records older than this are not looked at again, so that a run costs the same whatever the log's age. */
    private static final Duration LOOK_BACK = Duration.ofDays(7);

    public CompactionRule {
        requireNonNull(committedBefore, "committedBefore");
        requireNonNull(endings, "endings");
        if (targetBytes < 1 || mostParts < 2) {
            throw new IllegalArgumentException(
                    "target size " + targetBytes + " must be positive, and most parts " + mostParts + " at least 2");
        }
    }

    /** From when on records are looked at again by the next run, for files that came late. */
    Instant lookBackTo() {
        return committedBefore.minus(LOOK_BACK);
    }

    /** Less than five sixths of the target: what is not has at most a fifth more files than need be. An empty file cannot be a part. */
    boolean isSmall(long bytes) {
        return bytes > 0 && bytes < targetBytes - targetBytes / 6;
    }
}
