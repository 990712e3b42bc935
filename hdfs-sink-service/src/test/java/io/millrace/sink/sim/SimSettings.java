package io.millrace.sink.sim;

import io.millrace.formats.TopicFormat;
import io.millrace.sink.write.BadRecords;
import io.millrace.sink.write.RollRules;
import java.util.function.Supplier;

/**
 * Settings of the sinks of a simulated world.
 *
 * @param format a new format for a thread
 */
public record SimSettings(
        Supplier<TopicFormat> format,
        RollRules rules,
        BadRecords badRecords,
        int segmentSize,
        int maxOpenFiles,
        long maxBufferedBytes,
        int recordsPerPoll) {

    public static SimSettings small() {
        return new SimSettings(
                () -> new SimFormat(Long.MAX_VALUE), SimWorld.rolling(5), BadRecords.DEAD_LETTER, 4, 10, 10_000, 3);
    }

    public SimSettings withRules(RollRules other) {
        return new SimSettings(format, other, badRecords, segmentSize, maxOpenFiles, maxBufferedBytes, recordsPerPoll);
    }

    public SimSettings withFormat(Supplier<TopicFormat> other) {
        return new SimSettings(other, rules, badRecords, segmentSize, maxOpenFiles, maxBufferedBytes, recordsPerPoll);
    }

    public SimSettings withBadRecords(BadRecords other) {
        return new SimSettings(format, rules, other, segmentSize, maxOpenFiles, maxBufferedBytes, recordsPerPoll);
    }

    public SimSettings withCaps(int files, long bytes) {
        return new SimSettings(format, rules, badRecords, segmentSize, files, bytes, recordsPerPoll);
    }
}
