package io.millrace.consumer.engine;

import io.millrace.record.HeldRecord;

/**
 * A record that was refused.
 *
 * @param record the record as it came
 * @param reason why, one sentence
 */
public record Rejection(HeldRecord record, String reason) {}
