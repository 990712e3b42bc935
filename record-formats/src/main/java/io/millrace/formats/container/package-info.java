/**
 * Writes rows as Avro's object container files: the schema of the columns at the head, then blocks of records, each compressed by
 * itself. Head, blocks and codecs are the Avro library's; what a record is in bytes is written from the columns here.
 *
 * <p>May touch {@code file}, what that may touch, and the Avro library; not the readers of Avro values.
 */
package io.millrace.formats.container;
