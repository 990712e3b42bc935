/**
 * What a source is and how its records leave: positions, the outlet that takes records, and the loop that commits
 * records and positions together. Knows no Kafka class: {@link io.millrace.producer.delivery.TransactionLog} is the
 * port that package {@code kafka} implements.
 */
package io.millrace.producer.delivery;
