package io.millrace.producer.http;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * How requests are taken.
 *
 * @param address address to listen at
 * @param port port to listen at
 * @param token what clients must show as {@code Authorization: Bearer}; never printed
 * @param json true if each line must be JSON, false if it may be anything
 * @param maxRequestBytes longest body, unpacked; longer ones are refused
 * @param maxWaitingBytes memory that requests may take together until Kafka has them, bytes; while they take more, further
 *     ones are refused for now
 * @param answerTimeout a client that has waited so long is told to try again
 * @param rememberKeys how long an idempotency key is remembered
 */
public record HttpSettings(
        InetAddress address,
        int port,
        Optional<String> token,
        boolean json,
        int maxRequestBytes,
        long maxWaitingBytes,
        Duration answerTimeout,
        Duration rememberKeys) {
    @Override
    public String toString() {
        return "HttpSettings[" + address.getHostAddress() + ":" + port + ", token="
                + (token.isPresent() ? "***" : "none") + ", json=" + json + "]";
    }
}
