/**
 * Where a record came from, as columns or as fields of a JSON object.
 *
 * <p>May touch {@code bytes}, {@code row}, {@code value} for frames and {@code json}'s writer.
 */
package io.millrace.formats.metadata;
