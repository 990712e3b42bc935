package io.millrace.sources.tail;

/**
 * What happens to a record that is too long for one Kafka message. Either way memory stays within a small multiple of
 * {@code maxBytes}, however long the line is.
 *
 * @param maxBytes longest record, in bytes without its line end; at least 16
 * @param treatment see {@link Treatment}
 */
public record LongRecords(int maxBytes, Treatment treatment) {
    /** The two possible fates. */
    public enum Treatment {
        /** Becomes several records of at most {@code maxBytes}, numbered in a header; together they are the whole. */
        SPLIT,
        /** Its first bytes and its place go to the dead-letter topic; the rest is passed over. */
        REFUSE
    }

    public LongRecords {
        if (maxBytes < 16) {
            throw new IllegalArgumentException("longest record is " + maxBytes + " bytes, must be at least 16");
        }
    }
}
