/**
 * What a line says about its level: the words for levels, the forms in which real logs write them, and how the
 * form of a file is found from its first lines.
 *
 * <p>Three layers, the surest first: what a line shows by itself ({@code HeaderForm}, {@code JsonForm}, {@code LogfmtForm}); a program's
 * own form, a row of {@code forms.txt}, where the file's head has such lines; a column or first word on which the head's
 * lines agree ({@code ColumnVote}, {@code FirstWord}). What none of them is sure of has no level.
 *
 * <p>Works on byte arrays only. It knows neither Hadoop nor files, allocates nothing per line and keeps no state
 * between lines, so that the answer for a line never depends on how a file was split.
 */
package io.millrace.mapreduce.level;
