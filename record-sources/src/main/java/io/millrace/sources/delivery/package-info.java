/**
 * What a source is and how its records leave: positions, the outlet that takes records, and the loop that commits
 * records and positions together. Knows no Kafka class: {@link io.millrace.sources.delivery.TransactionLog} is the
 * port that the service implements for Kafka.
 */
package io.millrace.sources.delivery;
