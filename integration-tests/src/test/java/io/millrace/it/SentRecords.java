package io.millrace.it;

import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;

/** A topic of one partition, what was sent to it, and the group that stores it. */
final class SentRecords implements AutoCloseable {
    private static final int AT_A_TIME = 1_000;

    private final String topic;
    private final Admin admin;
    private final KafkaProducer<String, String> producer;
    private long count;

    SentRecords(String servers, String topic) throws Exception {
        this.topic = topic;
        admin = Admin.create(Map.of("bootstrap.servers", servers));
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers), new StringSerializer(), new StringSerializer());
        admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
    }

    String topic() {
        return topic;
    }

    /** How many were sent. */
    long count() {
        return count;
    }

    /** Sends a thousand records; returns once Kafka has them. */
    void more() {
        for (int i = 0; i < AT_A_TIME; i++) {
            producer.send(new ProducerRecord<>(topic, "{\"number\":" + count++ + "}"));
        }
        producer.flush();
    }

    /** Waits until the group of the topic's name has stored all of them. */
    void areStored() {
        TopicPartition partition = new TopicPartition(topic, 0);
        await().atMost(SecuredHdfsIT.PATIENCE).until(() -> {
            OffsetAndMetadata stored = admin.listConsumerGroupOffsets(topic)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(partition);
            return stored != null && stored.offset() == count;
        });
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
    }
}
