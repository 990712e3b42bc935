/**
 * The database as a landing of what is read from Kafka, and the publishing of its outbox.
 *
 * <p>One thread reads, evaluates and stores, in the loop that all readers share
 * ({@link io.millrace.stream.run.Worker}); a second one publishes, bound to the group's generation. Only this package and the
 * console reader import Kafka's clients.
 */
package io.millrace.consumer.kafka;
