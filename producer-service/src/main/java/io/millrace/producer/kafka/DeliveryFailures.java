package io.millrace.producer.kafka;

import io.millrace.runtime.kafka.KafkaFailures;
import io.millrace.sources.delivery.DeliveryException;

/** Kafka's failures as what the delivery's caller can act on. */
final class DeliveryFailures {
    private DeliveryFailures() {}

    /** What cannot be known to stay is tried again. */
    static DeliveryException sorted(String servers, RuntimeException failure) {
        String subject = "Kafka at " + servers;
        return KafkaFailures.stays(failure)
                ? new DeliveryException.Rejected(subject + " " + KafkaFailures.sentence(failure), failure)
                : new DeliveryException.Unavailable(
                        subject + " does not answer: " + KafkaFailures.reason(failure), failure);
    }
}
