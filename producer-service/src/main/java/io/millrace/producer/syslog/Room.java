package io.millrace.producer.syslog;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much memory messages may take together, from their arrival until Kafka has them. Connections and datagrams have a share
 * each: the senders of datagrams cannot be made to wait, and would take all the room from those who do. Thread-safe.
 */
final class Room {
    private final long forConnections;
    private final long forDatagrams;
    private final AtomicLong ofConnections = new AtomicLong();
    private final AtomicLong ofDatagrams = new AtomicLong();
    private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();

    /**
     * @param forConnections bytes; connections are not read while they have taken so many
     * @param forDatagrams bytes that datagrams may take; one alone is taken however long it is
     */
    Room(long forConnections, long forDatagrams) {
        this.forConnections = forConnections;
        this.forDatagrams = forDatagrams;
    }

    /** The room of a listener: three quarters for connections, the last one for datagrams, which have all if they are alone. */
    static Room of(SyslogSettings settings) {
        long most = settings.maxWaitingBytes();
        SyslogSettings.Ports ports = settings.ports();
        boolean alone = ports.tcp() == SyslogSettings.NONE && ports.tls() == SyslogSettings.NONE;
        return new Room(most / 4 * 3, alone ? most : most / 4);
    }

    /** Takes room, for what was read from a connection whether there is any or not; false, and takes none, if there is none. */
    boolean take(Received message) {
        long bytes = message.bytes();
        if (!message.datagram()) {
            // Refused, it would be lost: isFull says when to stop.
            ofConnections.addAndGet(bytes);
            return true;
        }
        long all = ofDatagrams.addAndGet(bytes);
        if (all > forDatagrams && all != bytes) {
            ofDatagrams.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    /** True while connections should not be read. */
    boolean isFull() {
        return ofConnections.get() >= forConnections;
    }

    /** Runs this once when connections can be read again, perhaps at once. */
    void whenFree(Runnable resume) {
        waiting.add(resume);
        if (!isFull()) {
            resumeAll();
        }
    }

    /** Kafka has the message. */
    void giveBack(Received message) {
        if (message.datagram()) {
            ofDatagrams.addAndGet(-message.bytes());
            return;
        }
        // Well below the mark: not to begin and stop reading with each message.
        if (ofConnections.addAndGet(-message.bytes()) < forConnections / 3 * 2 && !waiting.isEmpty()) {
            resumeAll();
        }
    }

    /** Bytes that are taken now. */
    long taken() {
        return ofConnections.get() + ofDatagrams.get();
    }

    private void resumeAll() {
        for (Runnable one : List.copyOf(waiting)) {
            if (waiting.remove(one)) {
                one.run();
            }
        }
    }
}
