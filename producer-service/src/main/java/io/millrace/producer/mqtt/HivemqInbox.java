package io.millrace.producer.mqtt;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientBuilder;
import com.hivemq.client.mqtt.exceptions.ConnectionFailedException;
import com.hivemq.client.mqtt.exceptions.MqttClientStateException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The subscription through HiveMQ's client, QoS 1, with a session that outlives the connection. */
public abstract sealed class HivemqInbox implements MqttInbox permits Mqtt5Inbox, Mqtt3Inbox {
    private static final Logger log = LoggerFactory.getLogger(HivemqInbox.class);

    final MqttSettings settings;
    private final AtomicReference<MqttException> gone = new AtomicReference<>();

    HivemqInbox(MqttSettings settings) {
        this.settings = settings;
    }

    /** An inbox that speaks the version that the settings name. */
    public static HivemqInbox of(MqttSettings settings) {
        return switch (settings.version()) {
            case V5 -> new Mqtt5Inbox(settings);
            case V3_1_1 -> new Mqtt3Inbox(settings);
        };
    }

    @Override
    public final void connect() throws MqttException {
        close();
        gone.set(null);
        try {
            open();
        } catch (MqttException e) {
            throw decisive(e);
        }
    }

    @Override
    public final Optional<Message> receive(Duration atMost) throws MqttException, InterruptedException {
        MqttException disconnected = gone.get();
        if (disconnected != null) {
            throw disconnected;
        }
        try {
            return next(atMost);
        } catch (RuntimeException e) {
            throw decisive(lost(e));
        }
    }

    /** Whoever took our place also breaks what was under way: then that we were replaced counts, or the two would fight. */
    private MqttException decisive(MqttException failure) {
        MqttException disconnected = gone.get();
        return disconnected != null && disconnected.isLasting() ? disconnected : failure;
    }

    @Override
    public final void close() {
        try {
            leave();
        } catch (RuntimeException e) {
            log.debug("The MQTT client did not disconnect well", e);
        }
    }

    /** Connects and subscribes. */
    abstract void open() throws MqttException;

    /** The next message; empty if none comes in time. */
    abstract Optional<Message> next(Duration atMost) throws InterruptedException;

    /** Leaves the broker, if connected, and the client behind. */
    abstract void leave();

    /** Why the connection ended; the first reason counts. */
    MqttException reason(Throwable cause) {
        return lost(cause);
    }

    /** What both versions of the client have in common. */
    final MqttClientBuilder builder() {
        MqttClientBuilder builder = MqttClient.builder()
                .identifier(settings.clientId())
                .serverHost(settings.host())
                .serverPort(settings.port())
                .transportConfig()
                .mqttConnectTimeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .socketConnectTimeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .applyTransportConfig()
                .addDisconnectedListener(context -> gone.compareAndSet(null, reason(context.getCause())));
        return settings.tls() ? builder.sslWithDefaultConfig() : builder;
    }

    final byte[] password() {
        return settings.password().orElse("").getBytes(StandardCharsets.UTF_8);
    }

    /** The broker answered with a refusal of its own words. */
    final MqttException refused(Object code, boolean lasting, Throwable cause) {
        String sentence =
                "MQTT broker " + settings.address() + " refuses client '" + settings.clientId() + "': " + code;
        return lasting ? MqttException.lasting(sentence, cause) : MqttException.passing(sentence, cause);
    }

    final MqttException lost(Throwable cause) {
        Throwable deepest = cause;
        while (deepest.getCause() != null && deepest.getCause() != deepest) {
            deepest = deepest.getCause();
        }
        String reason = deepest.getMessage() == null ? deepest.getClass().getSimpleName() : deepest.getMessage();
        return MqttException.passing("MQTT broker " + settings.address() + " does not answer: " + reason, cause);
    }

    /** Acknowledges a message unless its connection is gone: then the broker sends it again, which QoS 1 allows. */
    static void acknowledge(Runnable acknowledgement) {
        try {
            acknowledgement.run();
        } catch (IllegalStateException | MqttClientStateException | ConnectionFailedException e) {
            log.debug("A message could not be acknowledged", e);
        }
    }
}
