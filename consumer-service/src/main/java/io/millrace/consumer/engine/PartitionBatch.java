package io.millrace.consumer.engine;

import io.millrace.record.PartitionId;
import java.util.List;
import java.util.Map;

/**
 * What became of a run of records of one partition; stored whole or not at all.
 *
 * @param partition the partition
 * @param nextOffset offset of the first record that is not part of it
 * @param records how many records it covers
 * @param alerts what the rules found
 * @param rejections what could not be taken
 * @param clock the newest event times after the batch
 * @param changedKeys state of the keys that changed: bytes to store, or null to forget the key
 * @param ruleErrors how often each rule's expression failed
 * @param late how many values came too late for a window, by rule
 */
public record PartitionBatch(
        PartitionId partition,
        long nextOffset,
        int records,
        List<Alert> alerts,
        List<Rejection> rejections,
        EventClock clock,
        Map<StateKey, byte[]> changedKeys,
        Map<String, Integer> ruleErrors,
        Map<String, Integer> late) {}
