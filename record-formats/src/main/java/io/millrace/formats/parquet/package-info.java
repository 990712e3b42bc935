/**
 * Writes rows as Parquet pages directly: dictionary and plain encodings of data page version 1,
 * which every reader knows. Headers and footers are parquet-format's own structures.
 *
 * <p>May touch {@code file}, what that may touch, parquet-format and the compression libraries; not Hadoop.
 */
package io.millrace.formats.parquet;
