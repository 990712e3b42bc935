package io.millrace.producer.mqtt;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.exceptions.ConnectionFailedException;
import com.hivemq.client.mqtt.exceptions.MqttClientStateException;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5RetainHandling;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The subscription through HiveMQ's client, MQTT 5, QoS 1, with a session that outlives the connection. */
public final class HivemqInbox implements MqttInbox {
    private static final Logger log = LoggerFactory.getLogger(HivemqInbox.class);
    private static final Set<Mqtt5ConnAckReasonCode> LASTING = Set.of(
            Mqtt5ConnAckReasonCode.BAD_USER_NAME_OR_PASSWORD,
            Mqtt5ConnAckReasonCode.NOT_AUTHORIZED,
            Mqtt5ConnAckReasonCode.BANNED,
            Mqtt5ConnAckReasonCode.UNSUPPORTED_PROTOCOL_VERSION,
            Mqtt5ConnAckReasonCode.CLIENT_IDENTIFIER_NOT_VALID,
            Mqtt5ConnAckReasonCode.BAD_AUTHENTICATION_METHOD);

    private final MqttSettings settings;
    private final AtomicReference<MqttException> gone = new AtomicReference<>();
    private Mqtt5BlockingClient client;
    private Mqtt5BlockingClient.Mqtt5Publishes publishes;

    public HivemqInbox(MqttSettings settings) {
        this.settings = settings;
    }

    @Override
    public void connect() throws MqttException {
        close();
        gone.set(null);
        Mqtt5ClientBuilder builder = Mqtt5Client.builder()
                .identifier(settings.clientId())
                .serverHost(settings.host())
                .serverPort(settings.port())
                .transportConfig()
                .mqttConnectTimeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .socketConnectTimeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .applyTransportConfig()
                .addDisconnectedListener(this::disconnected);
        if (settings.tls()) {
            builder = builder.sslWithDefaultConfig();
        }
        if (settings.user().isPresent()) {
            byte[] password = settings.password().orElse("").getBytes(StandardCharsets.UTF_8);
            builder = builder.simpleAuth()
                    .username(settings.user().get())
                    .password(password)
                    .applySimpleAuth();
        }
        client = builder.buildBlocking();
        // Before connecting: a session's waiting messages come at once.
        publishes = client.publishes(MqttGlobalPublishFilter.ALL, true);
        try {
            client.connectWith()
                    .cleanStart(false)
                    .sessionExpiryInterval(settings.sessionExpiry().toSeconds())
                    .restrictions()
                    .receiveMaximum(settings.receiveMaximum())
                    .applyRestrictions()
                    .send();
            for (String filter : settings.filters()) {
                client.subscribeWith()
                        .topicFilter(filter)
                        .qos(MqttQos.AT_LEAST_ONCE)
                        // A retained message was read when the subscription was made: not again at each start.
                        .retainHandling(Mqtt5RetainHandling.SEND_IF_SUBSCRIPTION_DOES_NOT_EXIST)
                        .send();
            }
        } catch (Mqtt5ConnAckException e) {
            Mqtt5ConnAckReasonCode code = e.getMqttMessage().getReasonCode();
            String sentence =
                    "MQTT broker " + settings.address() + " refuses client '" + settings.clientId() + "': " + code;
            throw LASTING.contains(code) ? MqttException.lasting(sentence, e) : MqttException.passing(sentence, e);
        } catch (RuntimeException e) {
            throw lost(e);
        }
    }

    @Override
    public Optional<Message> receive(Duration atMost) throws MqttException, InterruptedException {
        MqttException disconnected = gone.get();
        if (disconnected != null) {
            throw disconnected;
        }
        try {
            return publishes.receive(atMost.toMillis(), TimeUnit.MILLISECONDS).map(Received::new);
        } catch (RuntimeException e) {
            throw lost(e);
        }
    }

    @Override
    public void close() {
        if (client == null) {
            return;
        }
        try {
            publishes.close();
            if (client.getState().isConnected()) {
                client.disconnectWith()
                        .sessionExpiryInterval(settings.sessionExpiry().toSeconds())
                        .send();
            }
        } catch (RuntimeException e) {
            log.debug("The MQTT client did not disconnect well", e);
        }
        client = null;
    }

    private void disconnected(MqttClientDisconnectedContext context) {
        Throwable cause = context.getCause();
        if (cause instanceof Mqtt5DisconnectException disconnect
                && disconnect.getMqttMessage().getReasonCode() == Mqtt5DisconnectReasonCode.SESSION_TAKEN_OVER) {
            gone.set(MqttException.lasting(
                    "another client connected to MQTT broker " + settings.address() + " as '" + settings.clientId()
                            + "' and took the session over; this instance stops. Two sources that should both run need"
                            + " different names (--name)",
                    cause));
        } else {
            gone.compareAndSet(null, lost(cause));
        }
    }

    private MqttException lost(Throwable cause) {
        Throwable deepest = cause;
        while (deepest.getCause() != null && deepest.getCause() != deepest) {
            deepest = deepest.getCause();
        }
        String reason = deepest.getMessage() == null ? deepest.getClass().getSimpleName() : deepest.getMessage();
        return MqttException.passing("MQTT broker " + settings.address() + " does not answer: " + reason, cause);
    }

    private static final class Received implements Message {
        private final Mqtt5Publish publish;

        Received(Mqtt5Publish publish) {
            this.publish = publish;
        }

        @Override
        public String topic() {
            return publish.getTopic().toString();
        }

        @Override
        public byte[] payload() {
            return publish.getPayloadAsBytes();
        }

        @Override
        public void acknowledge() {
            try {
                publish.acknowledge();
            } catch (IllegalStateException | MqttClientStateException | ConnectionFailedException e) {
                // The connection is gone: the broker sends the message again, and it is stored twice. QoS 1 allows it.
                log.debug("A message could not be acknowledged", e);
            }
        }
    }
}
