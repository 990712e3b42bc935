/**
 * What the sink's core asks of the world: a file store, a source of records, a place for dead letters, a clock.
 *
 * <p>Only interfaces and plain values. The Hadoop client implements {@link io.millrace.sink.port.FileStore} in
 * {@code io.millrace.sink.hdfs}, the Kafka client the rest in {@code io.millrace.sink.kafka}; tests simulate both.
 */
package io.millrace.sink.port;
