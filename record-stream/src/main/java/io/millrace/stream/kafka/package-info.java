/** Records, offsets and facts about topics by Kafka's client; sorts its failures into what passes and what stays. */
package io.millrace.stream.kafka;
