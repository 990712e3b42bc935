package io.millrace.mapreduce.count;

import static java.util.Objects.requireNonNull;

/**
 * The tables of a task that all its files share.
 *
 * @param labels the breakdown: {@code label TAB level}
 * @param messages masked messages: {@code level TAB masked message}
 * @param minutes the course of time: {@code minute TAB level}
 * @param whenFull drains all of them
 */
public record Tables(SliceCounts labels, MessageCounts messages, SliceCounts minutes, Runnable whenFull) {
    public Tables {
        requireNonNull(labels, "labels");
        requireNonNull(messages, "messages");
        requireNonNull(minutes, "minutes");
        requireNonNull(whenFull, "whenFull");
    }

    /** Tables that forget what they are given. */
    public static Tables unused() {
        SliceCounts table = new SliceCounts();
        MessageCounts messages = new MessageCounts();
        return new Tables(table, messages, table, () -> {
            table.drain((bytes, from, length, number, count) -> {});
            messages.drain((bytes, from, length, tally) -> {});
        });
    }

    /** Drains if there is need. */
    void relieve() {
        if (labels.isFull() || messages.isFull() || minutes.isFull()) {
            whenFull.run();
        }
    }
}
