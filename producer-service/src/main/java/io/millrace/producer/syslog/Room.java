package io.millrace.producer.syslog;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much memory messages may take together, from their arrival until Kafka has them. Connections are not read while three
 * quarters are taken; the last quarter is for datagrams, whose senders cannot be made to wait. Thread-safe.
 */
final class Room {
    private final long most;
    private final AtomicLong taken = new AtomicLong();
    private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();

    /**
     * @param most bytes
     */
    Room(long most) {
        this.most = most;
    }

    /** Takes room for what was read from a connection, whether there is any or not; {@link #isFull} says when to stop. */
    void take(long bytes) {
        taken.addAndGet(bytes);
    }

    /** Takes room for a datagram; false, and takes none, if there is none. */
    boolean tryTake(long bytes) {
        if (taken.addAndGet(bytes) > most) {
            giveBack(bytes);
            return false;
        }
        return true;
    }

    /** True while connections should not be read. */
    boolean isFull() {
        return taken.get() >= most / 4 * 3;
    }

    /** Runs this once when connections can be read again, perhaps at once. */
    void whenFree(Runnable resume) {
        waiting.add(resume);
        if (!isFull()) {
            resumeAll();
        }
    }

    /** Kafka has so many bytes. */
    void giveBack(long bytes) {
        // Well below the mark: not to begin and stop reading with each message.
        if (taken.addAndGet(-bytes) < most / 2 && !waiting.isEmpty()) {
            resumeAll();
        }
    }

    /** Bytes that are taken now. */
    long taken() {
        return taken.get();
    }

    private void resumeAll() {
        for (Runnable one : waiting) {
            if (waiting.remove(one)) {
                one.run();
            }
        }
    }
}
