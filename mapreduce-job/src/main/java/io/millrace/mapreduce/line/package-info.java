/**
 * Cutting streams of bytes into lines, at the speed of memory and in bounded space, so that every line of a file is
 * delivered by exactly one of the file's splits. Knows neither levels nor Hadoop.
 */
package io.millrace.mapreduce.line;
