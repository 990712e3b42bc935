package io.millrace.consumer.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class SendingTest {

    private static final ProducerRecord<byte[], byte[]> RECORD = new ProducerRecord<>("alerts", new byte[1]);

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final Sending sending = new Sending(producer, Duration.ofSeconds(8), now::get);

    @Test
    void givesUpAtTheFirstRecordThatHasFailed() {
        sending.send(RECORD);
        sending.send(RECORD);
        producer.completeNext();
        producer.errorNext(new TopicAuthorizationException("alerts"));

        assertThatThrownBy(() -> sending.send(RECORD)).isInstanceOf(TopicAuthorizationException.class);
    }

    @Test
    void givesUpWhenItsTimeIsOverHoweverManyAreLeft() {
        sending.send(RECORD);
        now.addAndGet(Duration.ofSeconds(9).toNanos());

        assertThatThrownBy(() -> sending.send(RECORD))
                .isInstanceOf(TimeoutException.class)
                .hasMessage("the records of one transaction could not be sent within 8 s");
        assertThat(producer.history()).hasSize(2);
    }
}
