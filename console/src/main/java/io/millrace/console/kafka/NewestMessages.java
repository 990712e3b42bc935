package io.millrace.console.kafka;

import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** The newest of the messages that it is given: at most so many, and no more of them than fit into a small heap. Not thread-safe. */
final class NewestMessages {
    /** Characters of all values together; each takes up to two bytes. */
    static final long MOST_CHARACTERS = 8 << 20;

    private static final Comparator<ShownMessage> NEWEST_FIRST = Comparator.comparingLong(ShownMessage::timestamp)
            .reversed()
            .thenComparing(Comparator.comparingLong(ShownMessage::offset).reversed())
            .thenComparingInt(ShownMessage::partition);

    private final TreeSet<ShownMessage> newest = new TreeSet<>(NEWEST_FIRST);
    private final int most;
    private long characters;
    private boolean dropped;

    NewestMessages(int most) {
        this.most = most;
    }

    void add(ShownMessage message) {
        if (newest.add(message)) {
            characters += size(message);
        }
        while (newest.size() > most || characters > MOST_CHARACTERS && newest.size() > 1) {
            characters -= size(newest.pollLast());
            dropped = true;
        }
    }

    /** True if nothing with an earlier timestamp than this one would be kept. */
    boolean isOlder(long timestamp) {
        boolean full = newest.size() == most || dropped;
        return full && timestamp < newest.last().timestamp();
    }

    /** True if others than the newest were given. */
    boolean hasDropped() {
        return dropped;
    }

    /** The newest first. */
    List<ShownMessage> all() {
        return List.copyOf(newest);
    }

    private static long size(ShownMessage message) {
        return 200L
                + (message.value() == null ? 0 : message.value().length())
                + (message.key() == null ? 0 : message.key().length())
                + message.headers().stream()
                        .mapToLong(header -> header.name().length()
                                + (header.value() == null ? 0 : header.value().length()))
                        .sum();
    }
}
