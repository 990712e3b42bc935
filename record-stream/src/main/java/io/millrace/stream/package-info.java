/**
 * Reading partitions whose truth lies elsewhere: in a commit log, in a database, wherever the records land. Kafka assigns
 * partitions; where reading goes on is never Kafka's to say.
 *
 * <p>Only interfaces and plain values: what a loop asks of Kafka ({@link io.millrace.stream.RecordSource},
 * {@link io.millrace.stream.DeadLetters}), of what records land in ({@link io.millrace.stream.Landing}), and of the time
 * ({@link io.millrace.stream.Clock}); and the failures that it tells apart. The loop is
 * in {@code io.millrace.stream.run}; {@code io.millrace.stream.kafka} and {@code io.millrace.stream.letters} implement the
 * first by Kafka's client, each service the second.
 */
package io.millrace.stream;
