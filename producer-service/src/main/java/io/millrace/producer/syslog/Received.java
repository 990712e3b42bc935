package io.millrace.producer.syslog;

import java.time.Instant;
import java.util.Optional;

/**
 * What came from a sender.
 *
 * @param message its bytes; handed over
 * @param arrival when it came
 * @param remote the sender's address
 * @param datagram whether it came as one, and not over a connection
 * @param refusal why it cannot be a record, one sentence; empty for a message
 */
record Received(byte[] message, Instant arrival, String remote, boolean datagram, Optional<String> refusal) {
    /** The array's header, this object, its place in the queue and its time: about so many bytes besides the message's. */
    static final int OVERHEAD_BYTES = 200;

    /** Room that it takes until Kafka has it. */
    long bytes() {
        return (long) message.length + OVERHEAD_BYTES;
    }
}
