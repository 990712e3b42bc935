package io.millrace.consumer.engine;

/**
 * A record that was refused.
 *
 * @param record the record as it came
 * @param reason why, one sentence
 */
public record Rejection(SourceRecord record, String reason) {}
