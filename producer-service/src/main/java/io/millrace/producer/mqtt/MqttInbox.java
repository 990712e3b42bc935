package io.millrace.producer.mqtt;

import java.time.Duration;
import java.util.Optional;

/** The port to an MQTT broker's subscription. Messages that are not acknowledged come again. */
public interface MqttInbox extends AutoCloseable {
    /** One message. */
    interface Message {
        /** The MQTT topic that it was published to. */
        String topic();

        /** Its bytes. */
        byte[] payload();

        /** Tells the broker that it need not be kept; may be called from any thread. */
        void acknowledge();
    }

    /** Connects to the session of this client's name and subscribes. */
    void connect() throws MqttException;

    /** The next message; empty if none comes in time. */
    Optional<Message> receive(Duration atMost) throws MqttException, InterruptedException;

    /** Leaves the broker; the session stays there, so that it keeps what is published meanwhile. */
    @Override
    void close();
}
