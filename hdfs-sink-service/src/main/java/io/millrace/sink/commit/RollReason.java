package io.millrace.sink.commit;

import java.util.Locale;
import java.util.Optional;

/** Why a batch was committed when it was: what makes files as small or as large as they are. */
public enum RollReason {
    /** A file, or a file's worth in each folder, was as long as it may be. */
    SIZE,
    /** As {@link #SIZE}, by the number of records. */
    RECORDS,
    /** The first record had waited as long as it may. */
    AGE,
    /** No record had come for as long as is waited. */
    IDLE,
    /** Event time entered a later folder. */
    EVENT_TIME,
    /** A batch may not have more files. */
    FILES,
    /** The records' columns changed. */
    COLUMNS,
    /** Memory, or the room for what waits, was short. */
    MEMORY,
    /** The partition was given back, or the sink stopped. */
    RELEASE;

    /** Its name in commit records, metrics and pages. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The reason of this name; empty for one that only a newer release knows. */
    public static Optional<RollReason> of(String word) {
        for (RollReason reason : values()) {
            if (reason.word().equals(word)) {
                return Optional.of(reason);
            }
        }
        return Optional.empty();
    }
}
