package io.millrace.stream.run;

import io.millrace.runtime.retry.Backoff;
import io.millrace.stream.Clock;
import io.millrace.stream.Landing;
import io.millrace.stream.RecordSource;
import io.millrace.stream.StreamEvents;
import java.util.random.RandomGenerator;

/**
 * What a worker works with.
 *
 * @param thread the worker's number, from 0
 * @param source its records; used by its thread only
 * @param landing where they come to rest; used by its thread only
 * @param outages shared by all workers
 * @param backoff pauses between tries of one partition
 * @param random spreads the pauses
 * @param clock for pauses, which go on evenly whatever is done to the time of day
 * @param events for metrics
 */
public record WorkerContext(
        int thread,
        RecordSource source,
        Landing landing,
        Outages outages,
        Backoff backoff,
        RandomGenerator random,
        Clock clock,
        StreamEvents events) {}
