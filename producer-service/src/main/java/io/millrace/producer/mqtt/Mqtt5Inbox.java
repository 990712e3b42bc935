package io.millrace.producer.mqtt;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5RetainHandling;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.suback.Mqtt5SubAck;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.suback.Mqtt5SubAckReasonCode;
import io.millrace.sources.delivery.OutHeader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** By MQTT 5: the session has a length, what is on its way a limit, and a client that is replaced is told so. */
final class Mqtt5Inbox extends HivemqInbox {
    private static final Set<Mqtt5ConnAckReasonCode> LASTING = Set.of(
            Mqtt5ConnAckReasonCode.BAD_USER_NAME_OR_PASSWORD,
            Mqtt5ConnAckReasonCode.NOT_AUTHORIZED,
            Mqtt5ConnAckReasonCode.BANNED,
            Mqtt5ConnAckReasonCode.UNSUPPORTED_PROTOCOL_VERSION,
            Mqtt5ConnAckReasonCode.CLIENT_IDENTIFIER_NOT_VALID,
            Mqtt5ConnAckReasonCode.BAD_AUTHENTICATION_METHOD);

    private static final Set<Mqtt5SubAckReasonCode> PASSING_REFUSALS = Set.of(
            Mqtt5SubAckReasonCode.UNSPECIFIED_ERROR,
            Mqtt5SubAckReasonCode.IMPLEMENTATION_SPECIFIC_ERROR,
            Mqtt5SubAckReasonCode.PACKET_IDENTIFIER_IN_USE,
            Mqtt5SubAckReasonCode.QUOTA_EXCEEDED);

    /** A broker may end the connection instead of refusing a subscription. */
    private static final Set<Mqtt5DisconnectReasonCode> LASTING_ENDS = Set.of(
            Mqtt5DisconnectReasonCode.NOT_AUTHORIZED,
            Mqtt5DisconnectReasonCode.TOPIC_FILTER_INVALID,
            Mqtt5DisconnectReasonCode.SHARED_SUBSCRIPTIONS_NOT_SUPPORTED,
            Mqtt5DisconnectReasonCode.SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED,
            Mqtt5DisconnectReasonCode.WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED);

    private Mqtt5BlockingClient client;
    private Mqtt5BlockingClient.Mqtt5Publishes publishes;

    Mqtt5Inbox(MqttSettings settings) {
        super(settings);
    }

    @Override
    void open(Answers answers) throws MqttException, InterruptedException {
        Mqtt5ClientBuilder builder = builder().useMqttVersion5();
        if (settings.user().isPresent()) {
            builder = builder.simpleAuth()
                    .username(settings.user().get())
                    .password(password())
                    .applySimpleAuth();
        }
        client = builder.buildBlocking();
        // Before connecting: a session's waiting messages come at once.
        publishes = client.publishes(MqttGlobalPublishFilter.ALL, true);
        try {
            answers.awaitConnected(client.toAsync()
                    .connectWith()
                    .cleanStart(false)
                    .sessionExpiryInterval(settings.sessionExpiry().toSeconds())
                    .restrictions()
                    .receiveMaximum(settings.receiveMaximum())
                    .applyRestrictions()
                    .send());
        } catch (ExecutionException e) {
            throw connectionFailed(e.getCause());
        }
        for (String filter : settings.filters()) {
            subscribe(filter, answers);
        }
    }

    private MqttException connectionFailed(Throwable cause) {
        if (!(cause instanceof Mqtt5ConnAckException refusal)) {
            return lost(cause);
        }
        Mqtt5ConnAckReasonCode code = refusal.getMqttMessage().getReasonCode();
        String hint = code == Mqtt5ConnAckReasonCode.UNSUPPORTED_PROTOCOL_VERSION
                ? "; a broker that knows MQTT 3.1.1 only needs --mqtt-version 3.1.1"
                : "";
        return refused(code + hint, LASTING.contains(code), refusal);
    }

    private void subscribe(String filter, Answers answers) throws MqttException, InterruptedException {
        try {
            Mqtt5SubAck granted = answers.await(
                    client.toAsync()
                            .subscribeWith()
                            .topicFilter(filter)
                            .qos(MqttQos.AT_LEAST_ONCE)
                            // A retained message was read when the subscription was made: not again at each start.
                            .retainHandling(Mqtt5RetainHandling.SEND_IF_SUBSCRIPTION_DOES_NOT_EXIST)
                            .send(),
                    "SUBSCRIBE '" + filter + "'");
            if (granted.getReasonCodes().contains(Mqtt5SubAckReasonCode.GRANTED_QOS_0)) {
                warnOfQos0(filter);
            }
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof Mqtt5SubAckException refusal)) {
                throw lost(e.getCause());
            }
            Mqtt5SubAck answer = refusal.getMqttMessage();
            Mqtt5SubAckReasonCode code = answer.getReasonCodes().get(0);
            String words = answer.getReasonString().map(text -> ", " + text).orElse("");
            throw subscriptionRefused(filter, code + words, !PASSING_REFUSALS.contains(code), refusal);
        }
    }

    @Override
    Optional<Message> next(Duration atMost) throws InterruptedException {
        return publishes.receive(atMost.toMillis(), TimeUnit.MILLISECONDS).map(Received::new);
    }

    @Override
    void leave() {
        Mqtt5BlockingClient leaving = client;
        client = null;
        if (leaving != null) {
            publishes.close();
            if (leaving.getState().isConnected()) {
                awaitEnd(leaving.toAsync()
                        .disconnectWith()
                        .sessionExpiryInterval(settings.sessionExpiry().toSeconds())
                        .send());
            }
        }
    }

    @Override
    MqttException reason(Throwable cause) {
        if (cause instanceof Mqtt5DisconnectException disconnect
                && disconnect.getMqttMessage().getReasonCode() == Mqtt5DisconnectReasonCode.SESSION_TAKEN_OVER) {
            return MqttException.replaced(
                    "another client connected to MQTT broker " + settings.address() + " as '" + settings.clientId()
                            + "' and took the session over; this instance stops. Two sources that should both run need"
                            + " different names (--name)",
                    cause);
        }
        if (cause instanceof Mqtt5DisconnectException disconnect
                && LASTING_ENDS.contains(disconnect.getMqttMessage().getReasonCode())) {
            return refused(disconnect.getMqttMessage().getReasonCode(), true, cause);
        }
        return lost(cause);
    }

    private record Received(Mqtt5Publish publish) implements Message {
        @Override
        public String topic() {
            return publish.getTopic().toString();
        }

        @Override
        public byte[] payload() {
            return publish.getPayloadAsBytes();
        }

        @Override
        public List<OutHeader> headers() {
            return HivemqInbox.headers(
                    publish.isRetain(),
                    publish.getUserProperties().asList().stream()
                            .map(property -> Map.entry(
                                    property.getName().toString(),
                                    property.getValue().toString()))
                            .toList());
        }

        @Override
        public void acknowledge() {
            HivemqInbox.acknowledge(publish::acknowledge);
        }
    }
}
