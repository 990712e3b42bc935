package io.millrace.producer.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.cli.ServiceException;
import io.millrace.sources.delivery.OutHeader;
import io.millrace.sources.delivery.OutRecord;
import io.millrace.sources.delivery.ReceiptedOutlet;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class MqttRelayTest {
    private static final OutHeader HEADER = OutHeader.of("mqtt.content-type", "text/plain");

    private final Inbox inbox = new Inbox();
    private final Kafka kafka = new Kafka();
    private final List<String> heard = new ArrayList<>();

    @Test
    void acknowledgesAMessageOnlyAfterKafkaHasIt() throws Exception {
        inbox.deliver("a", "b");
        run();
        assertThat(kafka.values).containsExactly("a", "b");
        assertThat(inbox.acknowledged).isEmpty();
        kafka.waiting.forEach(Runnable::run);
        assertThat(inbox.acknowledged).containsExactly("a", "b");
    }

    @Test
    void connectsAgainAfterALostConnection() throws Exception {
        inbox.deliver("a");
        inbox.failures.add(MqttException.passing("broker is away", null));
        inbox.failures.add(MqttException.passing("broker is still away", null));
        run();
        assertThat(kafka.values).containsExactly("a");
        assertThat(heard).containsExactly("away: broker is away", "away: broker is still away", "there");
    }

    @Test
    void stopsWhenTheBrokerRefusesItForGood() {
        inbox.failures.add(MqttException.lasting("wrong password", null));
        assertThatThrownBy(this::run).isInstanceOf(MqttException.class).hasMessage("wrong password");
        assertThat(heard).isEmpty();
    }

    @Test
    void refusesAMessageThatIsTooLongInsteadOfGettingItForEver() throws Exception {
        inbox.deliver("x".repeat(5000), "short");
        run();
        assertThat(kafka.values).containsExactly("short");
        assertThat(kafka.refusals).singleElement().satisfies(refusal -> {
            OutRecord record = refusal.record();
            assertThat(record.origin()).isEqualTo("mqtt:plant/1");
            assertThat(record.key()).isEqualTo("plant/1".getBytes(StandardCharsets.UTF_8));
            assertThat(record.headers()).containsExactly(HEADER);
            assertThat(record.value()).hasSize(5000);
            assertThat(refusal.reason()).isEqualTo("message has 5000 bytes, must have at most 2000");
        });
        kafka.waiting.forEach(Runnable::run);
        assertThat(inbox.acknowledged).hasSize(2);
    }

    @Test
    void leavesAMessageToTheBrokerIfItIsStoppedBeforeKafkaTookIt() throws Exception {
        kafka.takes = false;
        inbox.deliver("a", "b");
        run();
        assertThat(kafka.values).isEmpty();
        assertThat(inbox.acknowledged).isEmpty();
        assertThat(inbox.waiting).hasSize(1);
    }

    @Test
    void endsWhenKafkaRefusesAMessageForGoodAlsoIfNoOtherFollows() {
        kafka.refusesInRound = 3;
        inbox.deliver("a");
        inbox.idleRounds = 5;
        assertThatThrownBy(this::run).isInstanceOf(ServiceException.class).hasMessage("topic is no longer there");
        assertThat(kafka.values).containsExactly("a");
        assertThat(inbox.acknowledged).isEmpty();
        assertThat(inbox.empty).isFalse();
    }

    @Test
    void endsWhenKafkaRefusesAMessageForGoodWhileTheBrokerIsAway() {
        kafka.refusesInRound = 2;
        inbox.failures.add(MqttException.passing("broker is away", null));
        assertThatThrownBy(this::run).isInstanceOf(ServiceException.class).hasMessage("topic is no longer there");
        assertThat(inbox.empty).isFalse();
    }

    @Test
    void takesTheSessionBackFromOneThatDidNotHearThatItWasReplaced() throws Exception {
        inbox.deliver("a");
        inbox.endings.add(MqttException.replaced("taken over", null));
        run();
        assertThat(inbox.connections).isEqualTo(2);
        assertThat(kafka.values).containsExactly("a");
    }

    @Test
    void givesTheSessionUpToWhoeverComesLater() {
        inbox.nanosPerTurn = Duration.ofSeconds(3).toNanos();
        inbox.endings.add(MqttException.replaced("taken over", null));
        assertThatThrownBy(this::run).isInstanceOf(MqttException.class).hasMessage("taken over");
        assertThat(inbox.connections).isEqualTo(1);
    }

    @Test
    void givesTheSessionUpWhenItConnectedAnewAfterAnotherHadIt() {
        inbox.nanosPerTurn = Duration.ofSeconds(2).toNanos();
        inbox.endings.add(MqttException.passing("broken pipe", null));
        inbox.endings.add(MqttException.replaced("taken over", null));
        assertThatThrownBy(this::run).isInstanceOf(MqttException.class).hasMessage("taken over");
        assertThat(inbox.connections).isEqualTo(2);
    }

    @Test
    void ofTwoThatBeginAtOneMomentTheFirstGivesWay() {
        for (int i = 0; i < 10; i++) {
            inbox.endings.add(MqttException.replaced("taken over", null));
        }
        assertThatThrownBy(this::run).isInstanceOf(MqttException.class).hasMessage("taken over");
        assertThat(inbox.connections).isEqualTo(4);
    }

    private void run() throws MqttException, InterruptedException {
        MqttRelay.Waiting waiting = new MqttRelay.Waiting() {
            @Override
            public void failed(MqttException failure) {
                heard.add("away: " + failure.getMessage());
            }

            @Override
            public void healed() {
                heard.add("there");
            }
        };
        new MqttRelay(inbox, kafka, waiting, 2000, () -> inbox.nanos).run(() -> inbox.empty);
    }

    private static final class Inbox implements MqttInbox {
        private final Deque<MqttException> failures = new ArrayDeque<>();
        /** Why connections end, one after the other. */
        private final Deque<MqttException> endings = new ArrayDeque<>();

        private final Deque<String> waiting = new ArrayDeque<>();
        private final List<String> acknowledged = new ArrayList<>();
        private boolean empty;
        private int idleRounds;
        private int connections;
        private long nanos;
        private long nanosPerTurn;

        void deliver(String... payloads) {
            waiting.addAll(List.of(payloads));
        }

        @Override
        public void connect(BooleanSupplier stop) throws MqttException {
            if (!failures.isEmpty()) {
                throw failures.remove();
            }
            connections++;
        }

        @Override
        public Optional<Message> receive(Duration atMost) throws MqttException {
            nanos += nanosPerTurn;
            if (!endings.isEmpty()) {
                throw endings.remove();
            }
            if (waiting.isEmpty()) {
                empty = idleRounds-- <= 0;
                return Optional.empty();
            }
            String payload = waiting.remove();
            return Optional.of(new Message() {
                @Override
                public String topic() {
                    return "plant/1";
                }

                @Override
                public byte[] payload() {
                    return payload.getBytes(StandardCharsets.UTF_8);
                }

                @Override
                public List<OutHeader> headers() {
                    return List.of(HEADER);
                }

                @Override
                public void acknowledge() {
                    acknowledged.add(payload);
                }
            });
        }

        @Override
        public void close() {}
    }

    /** Takes records; they become durable when the test runs what is waiting. */
    private static final class Kafka implements ReceiptedOutlet {
        private final List<String> values = new ArrayList<>();

        private record Refused(OutRecord record, String reason) {}

        private final List<Refused> refusals = new ArrayList<>();
        private final List<Runnable> waiting = new ArrayList<>();
        private boolean takes = true;
        private int refusesInRound;

        @Override
        public void requireWorking() {
            if (--refusesInRound == 0) {
                throw new ServiceException("topic is no longer there");
            }
        }

        @Override
        public boolean send(OutRecord record, Runnable acknowledged) {
            if (takes) {
                values.add(new String(record.value(), StandardCharsets.UTF_8));
                waiting.add(acknowledged);
            }
            return takes;
        }

        @Override
        public boolean refuse(OutRecord record, String reason, Runnable acknowledged) {
            refusals.add(new Refused(record, reason));
            waiting.add(acknowledged);
            return true;
        }
    }
}
