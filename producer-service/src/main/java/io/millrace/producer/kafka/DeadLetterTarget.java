package io.millrace.producer.kafka;

/**
 * Where a source's refused records go.
 *
 * @param topic dead-letter topic
 * @param source name of the source
 * @param limits what the topics take
 */
public record DeadLetterTarget(String topic, String source, RecordLimits limits) {}
