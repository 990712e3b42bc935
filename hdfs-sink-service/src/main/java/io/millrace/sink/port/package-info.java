/**
 * What the sink's core asks of the world beside records: a file store and room to spill.
 *
 * <p>Only interfaces and plain values. The Hadoop client implements {@link io.millrace.sink.port.FileStore} in
 * {@code io.millrace.sink.hdfs}; records and time come by the ports of {@link io.millrace.stream}; tests simulate both.
 */
package io.millrace.sink.port;
