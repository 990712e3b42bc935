package io.millrace.producer.mqtt;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientBuilder;
import com.hivemq.client.mqtt.MqttClientTransportConfig;
import com.hivemq.client.mqtt.MqttClientTransportConfigBuilder;
import com.hivemq.client.mqtt.datatypes.MqttTopicFilter;
import com.hivemq.client.mqtt.exceptions.ConnectionFailedException;
import com.hivemq.client.mqtt.exceptions.MqttClientStateException;
import io.millrace.runtime.cli.SettingsException;
import io.millrace.runtime.tls.TlsFiles;
import io.millrace.sources.delivery.OutHeader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The subscription through HiveMQ's client, QoS 1, with a session that outlives the connection. */
public abstract sealed class HivemqInbox implements MqttInbox permits Mqtt5Inbox, Mqtt3Inbox {
    private static final Logger log = LoggerFactory.getLogger(HivemqInbox.class);
    private static final int LOOK_UP_MS = 100;
    private static final int LEAVE_MS = 2_000;
    /** Socket, TLS, WebSocket, CONNECT. */
    private static final int CONNECT_STEPS = 4;

    /** Names that have a meaning of their own in Kafka's records; a sensor must not give them another. */
    private static final String OWN_PREFIX = "millrace.";

    final MqttSettings settings;
    /** Why the last client's connection ended, once it has; null before the first one. */
    private volatile CompletableFuture<MqttException> end;
    /** The last such reason that the caller knows. */
    private MqttException told;

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

    /** Why this is no topic filter, one sentence; empty if it is one. */
    public static Optional<String> problem(String filter) {
        try {
            MqttTopicFilter.of(filter);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("'" + filter + "' is no MQTT topic filter: " + e.getMessage());
        }
    }

    @Override
    public final void connect(BooleanSupplier stop) throws MqttException, InterruptedException {
        close();
        requireNotRefused();
        try {
            open(new Answers(stop));
        } catch (MqttException e) {
            throw decisive(e);
        } catch (SettingsException e) {
            // A certificate that is just being renewed.
            throw MqttException.passing(e.getMessage(), e);
        }
    }

    /**
     * What a connection is used for fails before its client says why it ended. Whoever connects anew without that word would
     * take the session from the one that has just taken it over. It need not come: a client that breaks off without an answer
     * closes its socket unread.
     */
    private void requireNotRefused() throws MqttException, InterruptedException {
        CompletableFuture<MqttException> last = end;
        if (last == null) {
            return;
        }
        try {
            MqttException reason = last.get(LEAVE_MS, TimeUnit.MILLISECONDS);
            if (reason.isLasting() && reason != told) {
                told = reason;
                throw reason;
            }
        } catch (ExecutionException | TimeoutException e) {
            log.debug("The MQTT client does not say why its connection ended", e);
        }
    }

    /** Waits for the broker's answers, none of which need ever come. */
    final class Answers {
        private final BooleanSupplier stop;

        Answers(BooleanSupplier stop) {
            this.stop = stop;
        }

        /**
         * The answer.
         *
         * @throws ExecutionException if the broker or the connection says no
         * @throws MqttException if it does not come in time or the stop is asked for
         */
        <T> T await(CompletableFuture<T> answer, String to)
                throws MqttException, ExecutionException, InterruptedException {
            return await(answer, to, settings.timeout());
        }

        /**
         * The answer to a CONNECT. The client has limits of its own, for the socket, for TLS, for the WebSocket and for the
         * answer, and ends itself at each. It is waited for longer than all of them take: a client that was left while it
         * still connects would take the session over from the next one.
         */
        <T> T awaitConnected(CompletableFuture<T> answer)
                throws MqttException, ExecutionException, InterruptedException {
            return await(answer, "CONNECT", settings.timeout().multipliedBy(CONNECT_STEPS + 1L));
        }

        private <T> T await(CompletableFuture<T> answer, String to, Duration atMost)
                throws MqttException, ExecutionException, InterruptedException {
            long deadline = System.nanoTime() + atMost.toNanos();
            while (true) {
                try {
                    return answer.get(LOOK_UP_MS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    if (stop.getAsBoolean()) {
                        throw MqttException.passing("stopped while waiting for the answer to " + to, e);
                    }
                    if (System.nanoTime() - deadline > 0) {
                        throw MqttException.passing(
                                "MQTT broker " + settings.address() + " does not answer to " + to + " within "
                                        + atMost.toSeconds() + " s",
                                e);
                    }
                }
            }
        }
    }

    @Override
    public final Optional<Message> receive(Duration atMost) throws MqttException, InterruptedException {
        MqttException disconnected = end.getNow(null);
        if (disconnected != null) {
            told = disconnected;
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
        MqttException disconnected = end == null ? null : end.getNow(null);
        told = disconnected;
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
    abstract void open(Answers answers) throws MqttException, InterruptedException;

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
        // Of this client alone: one that was given up must not speak for the next.
        CompletableFuture<MqttException> ended = new CompletableFuture<>();
        end = ended;
        return MqttClient.builder()
                .identifier(settings.clientId())
                .transportConfig(transport())
                .addDisconnectedListener(context -> ended.complete(reason(context.getCause())));
    }

    /** All in one: with a transport set first, the client's own builder forgot certificates and spoke in plain text. */
    private MqttClientTransportConfig transport() {
        long timeout = settings.timeout().toMillis();
        MqttTransport transport = settings.transport();
        MqttClientTransportConfigBuilder builder = MqttClientTransportConfig.builder()
                .serverHost(settings.host())
                .serverPort(settings.port())
                .mqttConnectTimeout(timeout, TimeUnit.MILLISECONDS)
                .socketConnectTimeout(timeout, TimeUnit.MILLISECONDS);
        if (transport.webSocketPath().isPresent()) {
            builder = builder.webSocketConfig()
                    .serverPath(transport.webSocketPath().get())
                    .handshakeTimeout(timeout, TimeUnit.MILLISECONDS)
                    .applyWebSocketConfig();
        }
        if (transport.tls()) {
            builder = builder.sslConfig()
                    .trustManagerFactory(transport.caFile().map(TlsFiles::trust).orElse(null))
                    .keyManagerFactory(transport
                            .certificateFile()
                            .map(file ->
                                    TlsFiles.identity(file, transport.keyFile().orElseThrow(), transport.keyPassword()))
                            .orElse(null))
                    .handshakeTimeout(timeout, TimeUnit.MILLISECONDS)
                    .applySslConfig();
        }
        return builder.build();
    }

    /** Waits a little for the end of a connection; what is left of it then ends with the client. */
    static void awaitEnd(CompletableFuture<?> end) {
        try {
            end.get(LEAVE_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            log.debug("The MQTT client did not disconnect well", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A message's headers. */
    static List<OutHeader> headers(boolean retained, List<Map.Entry<String, String>> properties) {
        if (!retained && properties.isEmpty()) {
            return List.of();
        }
        List<OutHeader> headers = new ArrayList<>();
        if (retained) {
            headers.add(OutHeader.of("mqtt.retain", "true"));
        }
        for (Map.Entry<String, String> property : properties) {
            String name = property.getKey();
            headers.add(OutHeader.of(name.startsWith(OWN_PREFIX) ? "mqtt." + name : name, property.getValue()));
        }
        return headers;
    }

    /** The broker does not let us have what we subscribe to. */
    final MqttException subscriptionRefused(String filter, Object code, boolean lasting, Throwable cause) {
        String sentence = "MQTT broker " + settings.address() + " refuses client '" + settings.clientId()
                + "' the subscription to '" + filter + "': " + code;
        return lasting ? MqttException.lasting(sentence, cause) : MqttException.passing(sentence, cause);
    }

    /** The broker answers, but promises less than was asked for. */
    final void warnOfQos0(String filter) {
        log.warn(
                "The MQTT broker grants QoS 0 only: it keeps no messages while this source is away, and some may be lost:"
                        + " broker={} filter={}",
                settings.address(),
                filter);
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
