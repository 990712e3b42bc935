/**
 * Change events of Debezium in JSON, whose columns are those of {@code --schema} or of the schema that Kafka Connect's converter puts
 * before each value.
 *
 * <p>May touch {@code json}, {@code avro} to let columns grow as those of Avro do, and what these may touch.
 */
package io.millrace.formats.debezium;
