/**
 * The running sink: one worker per thread that polls, hands records to the partitions' writers, takes partitions over
 * and retries what failed.
 *
 * <p>Workers share nothing but the {@link io.millrace.sink.run.OutageBoard}, the end tracker and the metrics.
 */
package io.millrace.sink.run;
