package io.millrace.consumer.rules;

/**
 * A message as a filter sees it, whatever it holds.
 *
 * @param key the key as text; empty if there is none
 * @param value the value as readable text
 * @param partition the partition
 * @param offset the offset
 * @param timestampMillis the Kafka timestamp
 */
public record MessageFacts(String key, String value, long partition, long offset, long timestampMillis) {}
