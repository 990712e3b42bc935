package io.millrace.runtime.observe;

import java.util.Map;
import java.util.TreeMap;

/** Which of the things that a service needs are away, and why. Thread-safe. */
public final class Health {
    private final Map<String, String> down = new TreeMap<>();

    /** The subject is away for this reason. */
    public synchronized void down(String subject, String reason) {
        down.put(subject, reason);
    }

    /** The subject is there. */
    public synchronized void up(String subject) {
        down.remove(subject);
    }

    /** True if nothing is away. */
    public synchronized boolean healthy() {
        return down.isEmpty();
    }

    /** What is away, with the reason; sorted by subject. */
    public synchronized Map<String, String> problems() {
        return Map.copyOf(down);
    }
}
