package io.millrace.producer.syslog;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what happens at the listener, and says what a person should know, each at most once in ten seconds. Thread-safe. */
public final class SyslogMeters {
    private static final Logger log = LoggerFactory.getLogger(SyslogMeters.class);
    private static final long PAUSE_NANOS = 10_000_000_000L;

    private final MeterRegistry registry;
    private final LongSupplier nanoClock;
    private final Seldom dropped;
    private final Seldom turnedAway;
    private final Seldom broken;
    private final Counter cutOff;

    /** Something that is counted each time and said seldom. */
    private final class Seldom {
        private final Counter counter;
        private final String sentence;
        private final AtomicLong unsaid = new AtomicLong();
        private final AtomicLong saidNanos;

        Seldom(String event, String sentence) {
            this.counter = counter(registry, event);
            this.sentence = sentence;
            this.saidNanos = new AtomicLong(nanoClock.getAsLong() - PAUSE_NANOS);
        }

        void happened(String remote, String detail) {
            counter.increment();
            unsaid.incrementAndGet();
            long said = saidNanos.get();
            long now = nanoClock.getAsLong();
            if (now - said >= PAUSE_NANOS && saidNanos.compareAndSet(said, now)) {
                log.warn("{}: number={} last_remote={} {}", sentence, unsaid.getAndSet(0), remote, detail);
            }
        }

        /** Says at the end what was not said yet. */
        void flush() {
            long rest = unsaid.getAndSet(0);
            if (rest > 0) {
                log.warn("{}: number={}", sentence, rest);
            }
        }
    }

    public SyslogMeters(MeterRegistry registry, LongSupplier nanoClock) {
        this.registry = registry;
        this.nanoClock = nanoClock;
        this.dropped = new Seldom("dropped", "Datagrams were dropped, Kafka does not take them as fast as they come");
        this.turnedAway = new Seldom("turned_away", "Connections were closed, more than --max-connections came");
        this.broken = new Seldom("broken", "Connections failed");
        this.cutOff = counter(registry, "cut_off");
    }

    private static Counter counter(MeterRegistry registry, String event) {
        return Counter.builder("millrace.producer.syslog.events")
                .description("What the listener could not take, by event")
                .tag("event", event)
                .register(registry);
    }

    /** Shows how many connections are open. */
    void connections(AtomicInteger open) {
        Gauge.builder("millrace.producer.syslog.connections", open, AtomicInteger::get)
                .description("Connections that are open")
                .register(registry);
    }

    /** Shows how many bytes wait. */
    void waiting(Room room) {
        Gauge.builder("millrace.producer.syslog.waiting.bytes", room, Room::taken)
                .description("Memory of messages that were read and are not in Kafka yet")
                .register(registry);
    }

    /** Counts the messages of a transport. */
    Counter messages(String transport) {
        return Counter.builder("millrace.producer.syslog.messages")
                .description("Messages that were read")
                .tag("transport", transport)
                .register(registry);
    }

    /** A connection was one too many. */
    void turnedAway(String remote, int most) {
        turnedAway.happened(remote, "most=" + most);
    }

    /** A datagram found no room. */
    void dropped(String remote) {
        dropped.happened(remote, "");
    }

    /** A connection failed: no TLS, a certificate that is not trusted, a reset. */
    void broken(String remote, String reason) {
        broken.happened(remote, "reason=" + reason);
    }

    /** Connections whose senders still spoke were closed, as the listener had to end. */
    void cutOff(int connections) {
        if (connections > 0) {
            cutOff.increment(connections);
            log.warn(
                    "Connections were closed at the end of the time to stop, what their senders had sent last is lost:"
                            + " number={}",
                    connections);
        }
    }

    /** Nothing more comes. */
    void ended() {
        dropped.flush();
        turnedAway.flush();
        broken.flush();
    }
}
