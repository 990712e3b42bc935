/** Records, dead letters and offsets by the Kafka client: the only package that imports it. */
package io.millrace.sink.kafka;
