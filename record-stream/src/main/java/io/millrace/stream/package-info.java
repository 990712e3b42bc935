/**
 * Reading partitions whose truth lies elsewhere: in a commit log, in a database, wherever the records land. Kafka assigns
 * partitions; where reading goes on is never Kafka's to say.
 *
 * <p>Only interfaces and plain values: what a loop asks of Kafka ({@link io.millrace.stream.RecordSource},
 * {@link io.millrace.stream.DeadLetters}). {@code io.millrace.stream.kafka} and {@code io.millrace.stream.letters}
 * implement them by Kafka's client.
 */
package io.millrace.stream;
