package io.millrace.consumer.engine;

import io.millrace.consumer.rules.RecordKind;
import io.millrace.consumer.rules.Severity;
import io.millrace.record.PartitionId;
import java.util.UUID;

/**
 * Something that a rule found.
 *
 * @param id derived from what the alert is about, so that the same alert always has the same id
 * @param rule the rule's name
 * @param severity how bad it is
 * @param message the rule's text, filled in
 * @param kind the kind of record that it is about
 * @param key the device or station
 * @param type the reading's type; empty for weather and for rules over windows
 * @param value the value that the rule looked at: the reading, the window's average, the last value before a silence
 * @param unit its unit, if known
 * @param eventTimeMillis when it happened: the record's time, the window's end, the end of the silent time;
 *     at most the end of the year 9999
 * @param partition where the record stood that brought it to light
 * @param offset that record's offset
 * @param recordTimeMillis that record's Kafka timestamp, or the nearest time from 1970 to 9999
 */
public record Alert(
        UUID id,
        String rule,
        Severity severity,
        String message,
        RecordKind kind,
        String key,
        String type,
        double value,
        String unit,
        long eventTimeMillis,
        PartitionId partition,
        long offset,
        long recordTimeMillis) {}
