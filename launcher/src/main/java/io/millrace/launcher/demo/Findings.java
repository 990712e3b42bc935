package io.millrace.launcher.demo;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What stands in Kafka, HDFS and the database, whatever the services say. */
interface Findings {
    /** A reading's place in Kafka, which its row in HDFS names. */
    record Place(int partition, long offset) {}

    /** Every record of a topic. */
    void records(String topic, Consumer<ConsumerRecord<byte[], byte[]>> reader) throws InterruptedException;

    /** Every line of the log text in HDFS, without its line feed. */
    void storedLines(Consumer<byte[]> reader) throws IOException;

    /** The place of every reading in HDFS. */
    void storedReadings(Consumer<Place> reader) throws IOException;

    /** Records by log level, as MapReduce counted them. */
    Map<String, Long> levels() throws IOException;

    /** Alerts in the database, by rule. */
    List<DemoResult.Rule> alerts();

    /** The files of the result. */
    List<DemoResult.StoredFile> files() throws IOException;
}
