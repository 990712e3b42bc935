/**
 * A simulated HDFS and Kafka: everything in memory, every call a point at which a test can crash the caller, fail the
 * call before or after it took effect, answer false, or let somebody else run.
 */
package io.millrace.sink.sim;
