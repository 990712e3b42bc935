package io.millrace.producer.syslog;

import io.micrometer.core.instrument.Counter;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What all transports hand their messages to. Thread-safe. */
final class Intake {
    private final Room room;
    private final SyslogMeters meters;
    private final Clock clock;
    private final int mostBytes;
    private final int mostConnections;
    private final LinkedBlockingQueue<Received> queue = new LinkedBlockingQueue<>();
    private final LongAdder heard = new LongAdder();
    private final AtomicInteger connections = new AtomicInteger();

    Intake(SyslogSettings settings, SyslogMeters meters, Clock clock) {
        this.room = Room.of(settings);
        this.meters = meters;
        this.clock = clock;
        this.mostBytes = settings.maxMessageBytes();
        this.mostConnections = settings.maxConnections();
        meters.waiting(room);
        meters.connections(connections);
    }

    Room room() {
        return room;
    }

    SyslogMeters meters() {
        return meters;
    }

    /** Bytes that a message may have. */
    int mostBytes() {
        return mostBytes;
    }

    /** A connection wants to be; false if there are too many. */
    boolean connected(String remote) {
        if (connections.incrementAndGet() > mostConnections) {
            connections.decrementAndGet();
            meters.turnedAway(remote, mostConnections);
            return false;
        }
        return true;
    }

    /** A connection that was let in is gone. */
    void disconnected() {
        connections.decrementAndGet();
    }

    LinkedBlockingQueue<Received> queue() {
        return queue;
    }

    /** Somebody was heard. */
    void hear() {
        heard.increment();
    }

    /** Grows with what is heard over connections. */
    long heard() {
        return heard.sum();
    }

    /** Takes what a connection has brought; it counts at once and is never refused. */
    Frames.Sink sink(String remote, Counter counter) {
        return new Frames.Sink() {
            @Override
            public void message(byte[] message) {
                put(message, Optional.empty());
            }

            @Override
            public void refused(byte[] beginning, String reason) {
                put(beginning, Optional.of(reason));
            }

            private void put(byte[] bytes, Optional<String> refusal) {
                Received received = new Received(bytes, clock.instant(), remote, false, refusal);
                room.take(received);
                queue.add(received);
                counter.increment();
            }
        };
    }

    /** Takes a datagram if there is room, or counts it as dropped. */
    void datagram(byte[] bytes, String remote, Counter counter) {
        int end = bytes.length;
        while (end > 0 && Frames.isLineEnd(bytes[end - 1])) {
            end--;
        }
        if (end == 0) {
            return;
        }
        byte[] kept = Arrays.copyOf(bytes, Math.min(end, mostBytes));
        Optional<String> refusal = end > mostBytes ? Optional.of(TooLong.reason(end, mostBytes)) : Optional.empty();
        Received received = new Received(kept, clock.instant(), remote, true, refusal);
        if (room.take(received)) {
            queue.add(received);
            counter.increment();
        } else {
            meters.dropped(remote);
        }
    }
}
