/** Proofs of the commit protocol over the simulated HDFS and Kafka. */
package io.millrace.sink.protocol;
