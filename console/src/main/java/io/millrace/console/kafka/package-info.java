/**
 * What the console sees of Kafka: all topics and groups in sums, one topic whole, messages. Joins no group, commits and changes
 * nothing. Imports Kafka's clients, and the reader of messages of the consumer service.
 */
package io.millrace.console.kafka;
