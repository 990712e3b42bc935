package io.millrace.producer.mqtt;

import io.millrace.sources.delivery.OutRecord;
import io.millrace.sources.delivery.ReceiptedOutlet;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Hands messages from the inbox to Kafka and acknowledges each one after Kafka did: what dies in between comes again. A
 * message's key is its MQTT topic.
 */
public final class MqttRelay {
    private static final Duration LOOK_UP = Duration.ofMillis(200);

    private final MqttInbox inbox;
    private final ReceiptedOutlet out;
    private final Waiting waiting;
    private final int maxRecordBytes;

    /** Hears of the broker's state, and waits. */
    public interface Waiting {
        /** The broker is away; returns when it is time to try again. */
        void failed(MqttException failure) throws InterruptedException;

        /** The broker is there. */
        void healed();
    }

    public MqttRelay(MqttInbox inbox, ReceiptedOutlet out, Waiting waiting, int maxRecordBytes) {
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
                waiting.healed();
                while (!stop.getAsBoolean()) {
                    out.requireWorking();
                    Optional<MqttInbox.Message> message = inbox.receive(LOOK_UP);
                    if (message.isPresent() && !handOver(message.get())) {
                        return;
                    }
                }
            } catch (MqttException e) {
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
