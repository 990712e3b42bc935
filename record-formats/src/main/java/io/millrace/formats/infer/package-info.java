/**
 * Schemas by looking: what JSON values have in common, as an Avro schema that the sink takes with {@code --schema}. Says what it is
 * not sure of.
 *
 * <p>May touch the readers of texts in {@code json} and the units of {@code value}; knows no file and no topic.
 */
package io.millrace.formats.infer;
