/**
 * From the bytes of a record to the bytes of a file: settings of a topic's format, whether they go together, and what they make.
 *
 * <p>{@link io.millrace.formats.Values} and {@link io.millrace.formats.FileKind} list the kinds, and are all that knows of the
 * kinds' packages; to add one is a package and a line there. Records come in as {@link io.millrace.record.SourceRecord}, files go
 * out to a plain {@link java.io.OutputStream}: nothing here, and in no package below, knows Kafka or Hadoop. Nothing is shared
 * between threads.
 */
package io.millrace.formats;
