package io.millrace.sink.write;

import io.millrace.formats.Tombstones;
import io.millrace.formats.TopicFormat;
import io.millrace.formats.layout.FileNameValues;
import io.millrace.sink.port.FileStore;
import io.millrace.sink.port.SpillSpace;
import io.millrace.stream.DeadLetters;
import java.util.concurrent.Executor;

/**
 * What the writers of a topic's partitions on one thread share.
 *
 * @param store where files go
 * @param format decodes and writes
 * @param naming names of data files
 * @param budget what the thread may hold
 * @param rules when to roll
 * @param badRecords what to do with records that cannot be stored
 * @param tombstones what to do with records that have no value; what the format cannot store is a bad record
 * @param deadLetters where they go; used with {@link BadRecords#DEAD_LETTER} only
 * @param spillSpace where rows wait that do not fit in memory
 * @param callers make calls to the store side by side, if they are several threads
 * @param events for metrics
 */
public record WriterContext(
        FileStore store,
        TopicFormat format,
        FileNaming naming,
        MemoryBudget budget,
        RollRules rules,
        BadRecords badRecords,
        Tombstones tombstones,
        DeadLetters deadLetters,
        SpillSpace spillSpace,
        Executor callers,
        SinkEvents events) {

    /** Names data files, the last part of their path. */
    @FunctionalInterface
    public interface FileNaming {
        String name(FileNameValues values);
    }
}
