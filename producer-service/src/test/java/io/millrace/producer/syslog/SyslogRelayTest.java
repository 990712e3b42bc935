package io.millrace.producer.syslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.sources.delivery.OutRecord;
import io.millrace.sources.delivery.ReceiptedOutlet;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SyslogRelayTest {
    private final Inbox inbox = new Inbox();
    private final Out out = new Out();
    private final SyslogRelay relay = new SyslogRelay(inbox, new SyslogRecords(false, ZoneOffset.UTC), out);

    @Test
    void sendsWhatWasReadAlsoAfterTheStop() throws Exception {
        inbox.messages.add(message("<13>a", null));
        inbox.messages.add(message("<13>b", "message is too long"));
        inbox.untilTheEnd.add(message("<13>c", null));

        assertThat(relay.run(() -> true)).isZero();
        assertThat(out.handedOver).containsExactly("<13>a", "refused <13>b: message is too long", "<13>c");
        assertThat(inbox.stored).containsExactly("<13>a", "<13>b", "<13>c");
    }

    @Test
    void tellsHowManyWereReadAndNotSent() throws Exception {
        inbox.messages.add(message("<13>a", null));
        inbox.messages.add(message("<13>b", null));
        inbox.messages.add(message("<13>c", null));
        out.takes = 1;

        assertThat(relay.run(() -> true)).isEqualTo(2);
        assertThat(inbox.stored).containsExactly("<13>a");
    }

    @Test
    void endsWhenKafkaRefusesForGood() {
        out.broken = true;
        assertThatThrownBy(() -> relay.run(() -> false)).hasMessage("broken");
    }

    private static Received message(String text, String refusal) {
        return new Received(
                text.getBytes(StandardCharsets.UTF_8), Instant.EPOCH, "192.0.2.9", false, Optional.ofNullable(refusal));
    }

    /** Has some messages at once, and others only when it was told to stop. */
    private static final class Inbox implements SyslogInbox {
        private final Deque<Received> messages = new ArrayDeque<>();
        private final Deque<Received> untilTheEnd = new ArrayDeque<>();
        private final List<String> stored = new ArrayList<>();
        private boolean stopped;

        @Override
        public Optional<Received> next(Duration atMost) {
            if (messages.isEmpty() && stopped) {
                messages.addAll(untilTheEnd);
                untilTheEnd.clear();
            }
            return Optional.ofNullable(messages.poll());
        }

        @Override
        public void stored(Received message) {
            stored.add(new String(message.message(), StandardCharsets.UTF_8));
        }

        @Override
        public void stop() {
            stopped = true;
        }

        @Override
        public boolean isEnded() {
            return stopped && untilTheEnd.isEmpty();
        }

        @Override
        public int waiting() {
            return messages.size();
        }
    }

    /** Takes so many, each of which is durable at once. */
    private static final class Out implements ReceiptedOutlet {
        private final List<String> handedOver = new ArrayList<>();
        private int takes = Integer.MAX_VALUE;
        private boolean broken;

        @Override
        public boolean send(OutRecord record, Runnable acknowledged) {
            if (handedOver.size() == takes) {
                return false;
            }
            handedOver.add(new String(record.value(), StandardCharsets.UTF_8));
            acknowledged.run();
            return true;
        }

        @Override
        public boolean refuse(OutRecord record, String reason, Runnable acknowledged) {
            handedOver.add("refused " + new String(record.value(), StandardCharsets.UTF_8) + ": " + reason);
            acknowledged.run();
            return true;
        }

        @Override
        public void requireWorking() {
            if (broken) {
                throw new IllegalStateException("broken");
            }
        }
    }
}
