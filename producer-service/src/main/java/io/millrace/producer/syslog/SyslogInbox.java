package io.millrace.producer.syslog;

import java.time.Duration;
import java.util.Optional;

/** The port to what listens. What it has read, nobody can ask for again. */
interface SyslogInbox {
    /** The next message; empty if none comes in time. */
    Optional<Received> next(Duration atMost) throws InterruptedException;

    /** Kafka has this message: its room is free. May be called from any thread. */
    void stored(Received message);

    /** Takes no more connections and tells senders so; what was read until they have gone still comes. Returns at once. */
    void stop();

    /** True once nothing can come any more. */
    boolean isEnded();

    /** Messages that are read and not handed out. */
    int waiting();
}
