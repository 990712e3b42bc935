package io.millrace.sink.audit;

import java.util.Locale;

/**
 * Something that must not be.
 *
 * @param kind what kind of fault
 * @param topic the topic's name; empty if the fault belongs to none
 * @param partition its partition; -1 if the fault belongs to none
 * @param path the file it is about; empty if none
 * @param message one sentence for people
 */
public record Finding(Kind kind, String topic, int partition, String path, String message) {
    /** Kinds of faults. */
    public enum Kind {
        MISSING_RECORD,
        DAMAGED_RECORD,
        GAP,
        OVERLAP,
        WRONG_TOTALS,
        MISSING_FILE,
        WRONG_LENGTH,
        ALTERED_FILE,
        WRONG_ROWS,
        UNREADABLE_FILE,
        /** Committed and whole, but where readers do not look: its owner died or was refused before it was moved. */
        NOT_IN_PLACE,
        UNKNOWN_FILE,
        /** Expired, or acknowledged as taken away, and there all the same. */
        LET_GO_FILE,
        NAMED_TWICE,
        /** Part of a large file, and in its old place besides. */
        STORED_TWICE,
        OTHER_TOPIC,
        OTHER_CLUSTER,
        BEYOND_KAFKA,
        LOST_BY_RETENTION,
        NOT_STORED;

        /** As scripts see it. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
