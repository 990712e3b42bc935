/**
 * What a line says about its level: the words for levels, the forms in which real logs write them, and how the
 * form of a file is found from its first lines.
 *
 * <p>Works on byte arrays only. It knows neither Hadoop nor files, allocates nothing per line and keeps no state
 * between lines, so that the answer for a line never depends on how a file was split.
 */
package io.millrace.mapreduce.level;
