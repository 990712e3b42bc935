/**
 * Avro records from bytes into columns, by the schema that wrote them and the one whose columns are wanted, without a record object.
 *
 * <p>{@code Resolution} makes, once for each pair of schemas, the {@code Step}s that read a record; a {@code Step} knows its
 * column. May touch {@code value}, what that may touch, {@code json} to write columns as JSON, and Avro.
 */
package io.millrace.formats.avro;
