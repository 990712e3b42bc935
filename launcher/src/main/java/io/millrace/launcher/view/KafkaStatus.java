package io.millrace.launcher.view;

import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What a page shows of Kafka. */
public interface KafkaStatus {
    /**
     * Brokers, topics and groups at one moment.
     *
     * @throws ExecutionException if Kafka refuses or does not answer
     */
    KafkaSnapshot snapshot() throws InterruptedException, ExecutionException;

    /**
     * The last messages of a topic, newest last.
     *
     * @throws ExecutionException if Kafka refuses or does not answer; the cause says which, an unknown topic included
     */
    List<ConsumerRecord<byte[], byte[]>> lastMessages(String topic, int atMost)
            throws InterruptedException, ExecutionException;
}
