/** Tests of the Kafka side that need no broker. */
package io.millrace.sink.kafka;
