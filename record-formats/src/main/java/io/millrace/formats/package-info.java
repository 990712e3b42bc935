/**
 * From the bytes of a record to the bytes of a file: decoding of values, routing to folders and
 * the writers of Parquet, JSON lines, text and JSON files.
 *
 * <p>Knows neither Kafka nor Hadoop: records come in as {@link io.millrace.record.SourceRecord},
 * files go out to a plain {@link java.io.OutputStream}. Nothing here is shared between threads.
 */
package io.millrace.formats;
