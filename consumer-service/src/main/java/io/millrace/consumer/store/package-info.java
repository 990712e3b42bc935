/**
 * The port to wherever alerts and offsets are kept, together and in one transaction.
 *
 * <p>What is stored here is the truth about how far a group has read; {@code io.millrace.consumer.store.jdbc} keeps it in
 * a database. Knows nothing of Kafka's clients.
 */
package io.millrace.consumer.store;
