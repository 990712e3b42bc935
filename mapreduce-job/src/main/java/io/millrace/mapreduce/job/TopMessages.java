package io.millrace.mapreduce.job;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;

/** The most frequent messages of each level, in memory for no more than those. */
final class TopMessages {
    /** Frequent first; equally frequent ones by text, so that the result is always the same. */
    private static final Comparator<Message> ORDER =
            Comparator.comparingLong(Message::count).reversed().thenComparing(Message::template);

    private final int most;
    private final Map<String, PriorityQueue<Message>> byLevel = new TreeMap<>();

    TopMessages(int most) {
        this.most = most;
    }

    /** Messages alike. */
    record Message(String level, String template, long count) {}

    void add(String level, String template, long count) {
        PriorityQueue<Message> queue = byLevel.computeIfAbsent(level, name -> new PriorityQueue<>(ORDER.reversed()));
        queue.add(new Message(level, template, count));
        if (queue.size() > most) {
            queue.remove();
        }
    }

    /** All that are kept, level by level, most frequent first. */
    List<Message> all() {
        List<Message> all = new ArrayList<>();
        byLevel.values()
                .forEach(queue -> all.addAll(queue.stream().sorted(ORDER).toList()));
        return all;
    }
}
