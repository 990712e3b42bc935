package io.millrace.producer.kafka;

/** Hears what became durable in Kafka. */
public interface Delivered {
    /** So many records with values of so many bytes are durable in the topic, and so many refusals beside them. */
    void committed(String topic, long records, long bytes, long refused);
}
