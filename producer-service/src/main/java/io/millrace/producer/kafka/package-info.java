/**
 * The only package that talks to Kafka: transactions with positions, plain idempotent sending, the positions topic. Commands hand its
 * clients on; {@code cdc} knows the types in which Debezium gives its changes, which are Kafka Connect's.
 */
package io.millrace.producer.kafka;
