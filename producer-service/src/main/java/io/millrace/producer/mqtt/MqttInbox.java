package io.millrace.producer.mqtt;

import io.millrace.sources.delivery.OutHeader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The port to an MQTT broker's subscription. Messages that are not acknowledged come again. */
public interface MqttInbox extends AutoCloseable {
    /** One message. */
    interface Message {
        /** The MQTT topic that it was published to. */
        String topic();

        /** Its bytes. */
        byte[] payload();

        /** What its publisher and the broker say of it: user properties under their names, {@code mqtt.retain}. */
        List<OutHeader> headers();

        /** Tells the broker that it need not be kept; may be called from any thread. */
        void acknowledge();
    }

    /** Connects to the session of this client's name and subscribes; gives up with an exception when the stop is asked for. */
    void connect(BooleanSupplier stop) throws MqttException, InterruptedException;

    /** The next message; empty if none comes in time. */
    Optional<Message> receive(Duration atMost) throws MqttException, InterruptedException;

    /** Leaves the broker; the session stays there, so that it keeps what is published meanwhile. */
    @Override
    void close();
}
