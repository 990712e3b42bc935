/**
 * Kafka on both sides of the engine: reads topics, keeps to the offsets in the store, and publishes the outbox.
 *
 * <p>One thread reads, evaluates and stores; a second one publishes. Only this package and the console reader import
 * Kafka's clients.
 */
package io.millrace.consumer.kafka;
