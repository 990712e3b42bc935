package io.millrace.consumer.rules;

import java.util.function.Supplier;

/**
 * A message as a filter sees it, whatever it holds.
 *
 * @param key the key as text; empty if there is none
 * @param value the value as readable text
 * @param json the value as {@link JsonValues} reads it; asked only if the filter speaks of it
 * @param partition the partition
 * @param offset the offset
 * @param timestampMillis the Kafka timestamp
 */
public record MessageFacts(
        String key, String value, Supplier<Object> json, long partition, long offset, long timestampMillis) {}
