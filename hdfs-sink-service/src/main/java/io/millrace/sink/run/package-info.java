/**
 * Files as a landing: takes partitions over through their commit logs and hands records to their writers.
 *
 * <p>The loop that drives it is {@link io.millrace.stream.run.Worker}.
 */
package io.millrace.sink.run;
