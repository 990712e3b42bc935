package io.millrace.consumer.rules;

/**
 * A key of which nothing was heard for the rule's time.
 *
 * @param key the device or station
 * @param sinceMillis event time of the last record before the silence
 * @param lastValue that record's value
 */
public record SilenceFacts(String key, long sinceMillis, double lastValue) {}
