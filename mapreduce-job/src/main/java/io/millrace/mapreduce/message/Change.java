package io.millrace.mapreduce.message;

import static java.util.Objects.requireNonNull;

/**
 * What became of a message since another result.
 *
 * @param kind what is different
 * @param template the template as this result has it; of one that is gone, as the other has it, without records
 * @param before its records in the other result
 * @param expected how many records it would have if it had become more or less as the others did
 */
public record Change(Kind kind, Template template, long before, double expected) {
    /** What is different, in the order in which people look. */
    public enum Kind {
        /** The other result does not have it. */
        NEW,
        /** This result does not have it. */
        GONE,
        /** Far more frequent than before. */
        MORE,
        /** Far rarer than before. */
        FEWER
    }

    public Change {
        requireNonNull(kind, "kind");
        requireNonNull(template, "template");
    }
}
