package io.millrace.sink.run;

import io.millrace.runtime.retry.Backoff;
import io.millrace.sink.port.Clock;
import io.millrace.sink.write.MemoryBudget;
import io.millrace.sink.write.SinkEvents;
import io.millrace.stream.RecordSource;
import java.util.random.RandomGenerator;

/**
 * What a worker works with.
 *
 * @param thread the worker's number, from 0
 * @param source its records; used by its thread only
 * @param opener takes partitions over
 * @param budget caps on its open files
 * @param outages shared by all workers
 * @param backoff pauses between tries of one partition
 * @param random spreads the pauses
 * @param clock the time
 * @param events for metrics
 */
public record WorkerContext(
        int thread,
        RecordSource source,
        PartitionOpener opener,
        MemoryBudget budget,
        OutageBoard outages,
        Backoff backoff,
        RandomGenerator random,
        Clock clock,
        SinkEvents events) {}
