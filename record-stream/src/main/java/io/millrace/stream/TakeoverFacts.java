package io.millrace.stream;

import java.io.IOException;
import java.util.OptionalLong;

/** Asks Kafka about a partition that is being taken over; each answer is as of now. */
public interface TakeoverFacts {
    PartitionFacts now() throws IOException;

    /** The topic's id now: asked for anew each time, and cheaper than {@link #now}. */
    String topicId() throws IOException;

    /** The offset up to which the group was told that this landing has stored the partition; empty if it was not. */
    OptionalLong announced() throws IOException;
}
