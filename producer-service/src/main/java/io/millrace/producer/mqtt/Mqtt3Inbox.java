package io.millrace.producer.mqtt;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3ClientBuilder;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3SubAckException;
import com.hivemq.client.mqtt.mqtt3.message.connect.connack.Mqtt3ConnAckReturnCode;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import com.hivemq.client.mqtt.mqtt3.message.subscribe.suback.Mqtt3SubAck;
import com.hivemq.client.mqtt.mqtt3.message.subscribe.suback.Mqtt3SubAckReturnCode;
import io.millrace.sources.delivery.OutHeader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * By MQTT 3.1.1, for brokers that know no other. How long a session lives and how much is on its way is the broker's to say
 * there, and a client that is replaced hears no reason.
 */
final class Mqtt3Inbox extends HivemqInbox {
    private Mqtt3BlockingClient client;
    private Mqtt3BlockingClient.Mqtt3Publishes publishes;
    private boolean subscribed;

    Mqtt3Inbox(MqttSettings settings) {
        super(settings);
    }

    @Override
    void open(Answers answers) throws MqttException, InterruptedException {
        Mqtt3ClientBuilder builder = builder().useMqttVersion3();
        if (settings.user().isPresent()) {
            builder = builder.simpleAuth()
                    .username(settings.user().get())
                    .password(password())
                    .applySimpleAuth();
        }
        client = builder.buildBlocking();
        // Before connecting: a session's waiting messages come at once.
        publishes = client.publishes(MqttGlobalPublishFilter.ALL, true);
        boolean known;
        try {
            known = answers.awaitConnected(client.toAsync()
                            .connectWith()
                            .cleanSession(settings.sessionExpiry().isZero())
                            .send())
                    .isSessionPresent();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof Mqtt3ConnAckException refusal)) {
                throw lost(e.getCause());
            }
            Mqtt3ConnAckReturnCode code = refusal.getMqttMessage().getReturnCode();
            throw refused(code, code != Mqtt3ConnAckReturnCode.SERVER_UNAVAILABLE, refusal);
        }
        // Each SUBSCRIBE brings the retained messages again: not after each lost connection.
        if (!known || !subscribed) {
            for (String filter : settings.filters()) {
                subscribe(filter, answers);
            }
            subscribed = true;
        }
    }

    private void subscribe(String filter, Answers answers) throws MqttException, InterruptedException {
        try {
            Mqtt3SubAck granted = answers.await(
                    client.toAsync()
                            .subscribeWith()
                            .topicFilter(filter)
                            .qos(MqttQos.AT_LEAST_ONCE)
                            .send(),
                    "SUBSCRIBE '" + filter + "'");
            if (granted.getReturnCodes().contains(Mqtt3SubAckReturnCode.SUCCESS_MAXIMUM_QOS_0)) {
                warnOfQos0(filter);
            }
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof Mqtt3SubAckException refusal)) {
                throw lost(e.getCause());
            }
            // This version of the protocol has no reasons to tell.
            throw subscriptionRefused(filter, Mqtt3SubAckReturnCode.FAILURE, true, refusal);
        }
    }

    @Override
    Optional<Message> next(Duration atMost) throws InterruptedException {
        return publishes.receive(atMost.toMillis(), TimeUnit.MILLISECONDS).map(Received::new);
    }

    @Override
    void leave() {
        Mqtt3BlockingClient leaving = client;
        client = null;
        if (leaving != null) {
            publishes.close();
            if (leaving.getState().isConnected()) {
                awaitEnd(leaving.toAsync().disconnect());
            }
        }
    }

    private record Received(Mqtt3Publish publish) implements Message {
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
            return HivemqInbox.headers(publish.isRetain(), List.of());
        }

        @Override
        public void acknowledge() {
            HivemqInbox.acknowledge(publish::acknowledge);
        }
    }
}
