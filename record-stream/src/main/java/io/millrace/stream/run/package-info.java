/**
 * The loop of every service that reads: one worker per thread that polls, hands records to the partitions' landings, takes
 * partitions over and tries again what failed.
 *
 * <p>Knows the ports of {@link io.millrace.stream} only, neither Kafka's client nor where records land. Workers share
 * nothing but the {@link io.millrace.stream.run.OutageBoard}s, the {@link io.millrace.stream.run.EndTracker} and the
 * metrics.
 */
package io.millrace.stream.run;
