/**
 * The columns of a topic and the values of the one record that is between its decoder and its file.
 *
 * <p>A {@link io.millrace.formats.row.Group} is the tree of columns that a schema describes; a
 * {@link io.millrace.formats.row.Row} holds one record shredded into the tree's leaves, with
 * Parquet's repetition and definition levels. Knows no file format and no JSON or Protobuf.
 */
package io.millrace.formats.row;
