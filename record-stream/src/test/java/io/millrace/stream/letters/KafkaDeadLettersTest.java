package io.millrace.stream.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.record.PartitionId;
import io.millrace.record.RecordHeader;
import io.millrace.record.SourceRecord;
import io.millrace.runtime.kafka.DeadLetter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** One producer carries the letters of all partitions of a thread; each partition must hear of its own. */
class KafkaDeadLettersTest {
    private static final PartitionId ZERO = new PartitionId("t", 0);
    private static final PartitionId ONE = new PartitionId("t", 1);

    /** Kafka's own producer for tests; letters stay on their way until they are answered. */
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                @Override
                public void flush() {
                    // The test answers; Kafka's would call everything delivered.
                }
            };

    private final KafkaDeadLetters letters =
            new KafkaDeadLetters("sink", () -> producer, topic -> topic + ".dead-letters", (source, target) -> 1_000);

    private record Bad(int partition, long offset) implements SourceRecord {
        @Override
        public String topic() {
            return "t";
        }

        @Override
        public long timestampMillis() {
            return 1;
        }

        @Override
        public ByteBuffer key() {
            return null;
        }

        @Override
        public ByteBuffer value() {
            return ByteBuffer.wrap(new byte[] {1});
        }

        @Override
        public Iterable<RecordHeader> headers() {
            return List.of();
        }
    }

    private void send(int partition, long offset) throws IOException {
        letters.send(new Bad(partition, offset), "id-1", "bad");
    }

    private void fail() {
        producer.errorNext(new TimeoutException("no leader for two minutes"));
    }

    @Test
    void aLetterSaysWhichTopicOfItsNameItIsAbout() throws IOException {
        send(0, 5);
        assertThat(new String(
                        producer.history()
                                .get(0)
                                .headers()
                                .lastHeader(DeadLetter.TOPIC_ID)
                                .value(),
                        StandardCharsets.UTF_8))
                .isEqualTo("id-1");
    }

    @Test
    void lettersOfTwoPartitionsThatFailEndTheCommitsOfBoth() throws IOException {
        send(0, 5);
        send(1, 7);
        fail();
        fail();
        assertThatThrownBy(() -> letters.flush(ZERO)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> letters.flush(ONE)).isInstanceOf(IOException.class);
    }

    @Test
    void aLetterThatFailsEndsTheCommitOfItsOwnPartitionOnly() throws IOException {
        send(0, 5);
        send(1, 7);
        producer.completeNext();
        fail();
        assertThatCode(() -> letters.flush(ZERO)).doesNotThrowAnyException();
        assertThatThrownBy(() -> letters.flush(ONE)).isInstanceOf(IOException.class);
    }

    @Test
    void aLetterOfABatchThatWasThrownAwayConcernsNoLaterOne() throws IOException {
        send(0, 5);
        letters.forget(ZERO);
        send(0, 5);
        fail();
        producer.completeNext();
        assertThatCode(() -> letters.flush(ZERO)).doesNotThrowAnyException();
    }

    @Test
    void aFailureIsToldOnce() throws IOException {
        send(0, 5);
        fail();
        assertThatThrownBy(() -> letters.flush(ZERO)).hasMessageContaining("no leader for two minutes");
        assertThatCode(() -> letters.flush(ZERO)).doesNotThrowAnyException();
    }

    @Test
    void afterAFailureNoFurtherLetterOfThePartitionIsWaitedFor() throws IOException {
        send(0, 5);
        fail();
        assertThatThrownBy(() -> send(0, 6)).hasMessageContaining("no leader for two minutes");
        assertThatCode(() -> send(1, 7)).doesNotThrowAnyException();
        letters.forget(ZERO);
        assertThatCode(() -> send(0, 5)).doesNotThrowAnyException();
    }

    @Test
    void aLetterThatFailsAtOnceIsKnownToHaveFailedAtOnce() {
        KafkaDeadLetters failing = new KafkaDeadLetters(
                "sink",
                () -> new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                    @Override
                    public synchronized Future<RecordMetadata> send(
                            ProducerRecord<byte[], byte[]> letter, Callback callback) {
                        // As Kafka's client does that has waited a minute for the topic's metadata.
                        TimeoutException failure = new TimeoutException("no metadata after 60000 ms");
                        callback.onCompletion(null, failure);
                        return CompletableFuture.failedFuture(failure);
                    }
                },
                topic -> topic + ".dead-letters",
                (source, target) -> 1_000);
        assertThatThrownBy(() -> failing.send(new Bad(0, 5), "id-1", "bad")).hasMessageContaining("no metadata");
    }
}
