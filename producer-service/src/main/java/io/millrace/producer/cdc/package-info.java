/**
 * Change data capture: each insert, update and delete of a table as a record, once, from the database's own log. The
 * engine (Debezium) reads the log; {@link io.millrace.producer.cdc.ChangeProgress} says where to go on, in transactions
 * of the database and changes within one, and travels in the records' Kafka transaction like all positions. Only
 * {@link io.millrace.producer.cdc.DebeziumLog} and the classes that it names know the engine.
 */
package io.millrace.producer.cdc;
