/** The only package that talks to Kafka: transactions with positions, plain idempotent sending, the positions topic. */
package io.millrace.producer.kafka;
