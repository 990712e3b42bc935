package io.millrace.producer.mqtt;

import io.millrace.sources.delivery.OutRecord;
import io.millrace.sources.delivery.ReceiptedOutlet;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands messages from the inbox to Kafka and acknowledges each one after Kafka did: what dies in between comes again. A
 * message's key is its MQTT topic.
 */
public final class MqttRelay {
    private static final Duration LOOK_UP = Duration.ofMillis(200);

    /**
     * The one that was replaced need not have heard of it: then it connects anew, after a pause of 200 ms, and takes the
     * session from its successor. That is told from a third one by being so soon after the successor's first connection.
     */
    private static final Duration JUST_CONNECTED = Duration.ofSeconds(3);

    /** Of two that begin at one moment each takes the session back so often; then the first of them gives way. */
    private static final int MOST_RETURNS = 3;

    private static final Logger log = LoggerFactory.getLogger(MqttRelay.class);

    private final MqttInbox inbox;
    private final ReceiptedOutlet out;
    private final Waiting waiting;
    private final int maxRecordBytes;
    private final LongSupplier nanoClock;
    private OptionalLong firstConnected = OptionalLong.empty();
    private int returns;

    /** Hears of the broker's state, and waits. */
    public interface Waiting {
        /** The broker is away; returns when it is time to try again. */
        void failed(MqttException failure) throws InterruptedException;

        /** The broker is there. */
        void healed();
    }

    public MqttRelay(
            MqttInbox inbox, ReceiptedOutlet out, Waiting waiting, int maxRecordBytes, LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.inbox = inbox;
        this.out = out;
        this.waiting = waiting;
        this.maxRecordBytes = maxRecordBytes;
    }

    /**
     * Runs until the stop.
     *
     * @throws MqttException if the broker refuses us for good or another client took our place
     */
    public void run(BooleanSupplier stop) throws MqttException, InterruptedException {
        while (!stop.getAsBoolean()) {
            out.requireWorking();
            try {
                inbox.connect(stop);
                connected();
                waiting.healed();
                while (!stop.getAsBoolean()) {
                    out.requireWorking();
                    Optional<MqttInbox.Message> message = inbox.receive(LOOK_UP);
                    if (message.isPresent() && !handOver(message.get())) {
                        return;
                    }
                }
            } catch (MqttException e) {
                if (e.isReplaced() && takesBack()) {
                    log.warn("The one that this source took the session from has taken it back, connecting again", e);
                    continue;
                }
                if (e.isLasting()) {
                    throw e;
                }
                if (stop.getAsBoolean()) {
                    return;
                }
                waiting.failed(e);
            }
        }
    }

    private void connected() {
        if (firstConnected.isEmpty()) {
            firstConnected = OptionalLong.of(nanoClock.getAsLong());
        }
    }

    /** True if the session is gone to the one that had it before, which did not hear that it was replaced. */
    private boolean takesBack() {
        boolean justConnected = firstConnected.isPresent()
                && nanoClock.getAsLong() - firstConnected.getAsLong() < JUST_CONNECTED.toNanos();
        return justConnected && returns++ < MOST_RETURNS;
    }

    private boolean handOver(MqttInbox.Message message) {
        byte[] payload = message.payload();
        byte[] key = message.topic().getBytes(StandardCharsets.UTF_8);
        OutRecord record =
                OutRecord.keyed(key, payload).at("mqtt:" + message.topic(), 0).with(message.headers());
        if (payload.length > maxRecordBytes) {
            // Refused here, before Kafka does: it would come again for ever and nothing behind it.
            return out.refuse(
                    record,
                    "message has " + payload.length + " bytes, must have at most " + maxRecordBytes,
                    message::acknowledge);
        }
        return out.send(record, message::acknowledge);
    }
}
