package io.millrace.stream.letters;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.kafka.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Each record that a letter holds whole goes back once, whatever else was put aside under its offset. */
class DeadLetterReplayTest {
    private static final String LETTERS = "t.dead-letters";
    private static final TopicPartition ZERO = new TopicPartition(LETTERS, 0);

    /** Kafka's own consumer for tests; the letters come with the polls. */
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                @Override
                public void initTransactions() {
                    super.initTransactions();
                    whenFenced.run();
                }

                @Override
                public synchronized Future<RecordMetadata> send(
                        ProducerRecord<byte[], byte[]> record, Callback callback) {
                    if (record.value().length > most) {
                        // As Kafka's client does: the record's failure is one of the transaction, too.
                        RecordTooLargeException failure = new RecordTooLargeException("too large");
                        callback.onCompletion(null, failure);
                        commitTransactionException =
                                new KafkaException("the transaction is in an error state", failure);
                        return CompletableFuture.failedFuture(failure);
                    }
                    return super.send(record, callback);
                }

                @Override
                public void abortTransaction() {
                    super.abortTransaction();
                    commitTransactionException = null;
                }
            };

    private String service = "hdfs-sink-service";
    private Runnable whenFenced = () -> {};
    private long letters;
    private int most = 1_000;

    DeadLetterReplayTest() {
        Node node = new Node(0, "localhost", 1);
        Node[] nodes = {node};
        consumer.updatePartitions(LETTERS, List.of(new PartitionInfo(LETTERS, 0, node, nodes, nodes)));
        consumer.updateBeginningOffsets(Map.of(ZERO, 0L));
    }

    @Test
    void aLetterOfAnotherServiceStaysWhereItIsForTheSinkHasStoredItsRecord() {
        service = "consumer-service";
        letter("id", 7, "a rule could not read it");
        service = "hdfs-sink-service";
        letter("id", 7, "the sink neither");
        DeadLetterReplay.Result result = replay();
        assertThat(putBack()).containsExactly("the sink neither");
        assertThat(result.others()).isEqualTo(1);
    }

    /** A letter as the sink writes it, or whoever {@link #service} is. */
    private void letter(Optional<String> topicId, long offset, long timestamp, String value, boolean cut) {
        ProducerRecord<byte[], byte[]> letter = DeadLetter.of(
                LETTERS,
                service,
                "bad",
                "t",
                0,
                offset,
                timestamp,
                null,
                value.getBytes(StandardCharsets.UTF_8),
                new RecordHeaders());
        topicId.ifPresent(id -> letter.headers().add(DeadLetter.TOPIC_ID, id.getBytes(StandardCharsets.UTF_8)));
        if (cut) {
            letter.headers().add(DeadLetter.VALUE_BYTES, "5000".getBytes(StandardCharsets.UTF_8));
        }
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(
                LETTERS,
                0,
                letters++,
                1,
                TimestampType.CREATE_TIME,
                0,
                value.length(),
                letter.key(),
                letter.value(),
                letter.headers(),
                Optional.empty());
        consumer.schedulePollTask(() -> consumer.addRecord(record));
    }

    private void letter(String topicId, long offset, String value) {
        letter(Optional.of(topicId), offset, 1, value, false);
    }

    private void oldLetter(long offset, long timestamp, String value) {
        letter(Optional.empty(), offset, timestamp, value, false);
    }

    private void cutLetter(String topicId, long offset, String value) {
        letter(Optional.of(topicId), offset, 1, value, true);
    }

    private DeadLetterReplay.Result replay() {
        consumer.updateEndOffsets(Map.of(ZERO, letters));
        return new DeadLetterReplay("hdfs-sink-service", consumer, producer).run(LETTERS, () -> false);
    }

    private List<String> putBack() {
        return producer.history().stream()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void whatAnotherReplayPutBackBeforeThisOneFencedItIsNotPutBackAgain() {
        letter("id-1", 5, "five");
        letter("id-1", 6, "six");
        whenFenced = () -> consumer.commitSync(Map.of(ZERO, new OffsetAndMetadata(1)));
        assertThat(replay().sent()).isEqualTo(1);
        assertThat(putBack()).containsExactly("six");
    }

    @Test
    void aLetterThatWasSentTwiceIsPutBackOnce() {
        letter("id-1", 5, "five");
        letter("id-1", 5, "five");
        DeadLetterReplay.Result result = replay();
        assertThat(putBack()).containsExactly("five");
        assertThat(result.repeated()).isEqualTo(1);
    }

    @Test
    void lettersOfATopicThatWasMadeAnewAreNoRepetitionsOfThoseOfTheOldOne() {
        letter("id-1", 5, "old");
        letter("id-2", 5, "new");
        DeadLetterReplay.Result result = replay();
        assertThat(putBack()).containsExactly("old", "new");
        assertThat(result.repeated()).isZero();
    }

    @Test
    void lettersThatDoNotTellTheirTopicsIdAreToldApartByTheirTimestamps() {
        oldLetter(5, 1_000, "old");
        oldLetter(5, 2_000, "new");
        oldLetter(5, 1_000, "old");
        letter(Optional.of("id-2"), 5, 2_000, "new", false);
        DeadLetterReplay.Result result = replay();
        assertThat(putBack()).containsExactly("old", "new");
        assertThat(result.repeated()).isEqualTo(2);
    }

    @Test
    void aWholeLetterIsPutBackThoughACutOneOfTheSameRecordCameBefore() {
        cutLetter("id-1", 5, "who");
        letter("id-1", 5, "whole");
        cutLetter("id-1", 5, "who");
        DeadLetterReplay.Result result = replay();
        assertThat(putBack()).containsExactly("whole");
        assertThat(result.cut()).isEqualTo(1);
        assertThat(result.repeated()).isEqualTo(1);
    }

    @Test
    void aLetterThatItsTopicDoesNotTakeAnyMoreIsCountedAndLeftOut() {
        most = 4;
        letter("id-1", 5, "five");
        letter("id-1", 6, "too large");
        letter("id-1", 7, "six");
        DeadLetterReplay.Result result = replay();
        assertThat(putBack()).containsExactly("five", "six");
        assertThat(result.sent()).isEqualTo(2);
        assertThat(result.refused()).isEqualTo(1);
        assertThat(producer.consumerGroupOffsetsHistory())
                .last()
                .satisfies(groups ->
                        assertThat(groups.values().iterator().next()).containsEntry(ZERO, new OffsetAndMetadata(3)));
    }
}
