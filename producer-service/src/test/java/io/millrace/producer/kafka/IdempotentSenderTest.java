package io.millrace.producer.kafka;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.cli.ServiceException;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.observe.Health;
import io.millrace.runtime.retry.Outage;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class IdempotentSenderTest {
    /** More than are asked for until its watch has looked once. */
    private static final int MOST_ASKED = 240;

    @Test
    @Tag("thorough")
    void failsInsteadOfGoingOnUnwatchedWhenItsWatchFails() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            KafkaSettings settings = new KafkaSettings("127.0.0.1:" + silent.getLocalPort(), Map.of());
            Outage outage = new Outage(
                    "Kafka", new Health(), LoggerFactory.getLogger(IdempotentSenderTest.class), Clock.systemUTC());
            Delivered broken = new Delivered() {
                private boolean failed;

                @Override
                public void committed(String topic, long records, long bytes, long refused) {
                    if (!failed) {
                        failed = true;
                        throw new IllegalStateException("metrics are broken");
                    }
                }
            };
            int[] asked = {0};
            try (IdempotentSender sender =
                    new IdempotentSender(settings, "topic", outage, () -> asked[0]++ == MOST_ASKED, broken)) {
                assertThatThrownBy(() -> sender.send(new byte[0], new byte[0]))
                        .isInstanceOf(ServiceException.class)
                        .hasMessage("topic topic is no longer written to: metrics are broken");
            }
        }
    }
}
