package io.millrace.console.landed;

import java.util.List;

/**
 * A folder that sinks write to, by its commit logs.
 *
 * @param topics whose records it holds
 * @param files committed files; those that were let go or replaced since count
 * @param bytes their length
 * @param records their records
 * @param lastCommit when the latest batch was committed, milliseconds since 1970; null if none was
 * @param problem what is wrong with its logs; null if nothing is
 */
public record RootState(
        String root, List<String> topics, long files, long bytes, long records, Long lastCommit, String problem) {
    public RootState {
        topics = List.copyOf(topics);
    }
}
