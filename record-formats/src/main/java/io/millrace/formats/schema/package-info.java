/**
 * Trees of columns from schema files: Avro schemas by name or path.
 *
 * <p>May touch {@code row} and Avro; not the values that are read by them.
 */
package io.millrace.formats.schema;
