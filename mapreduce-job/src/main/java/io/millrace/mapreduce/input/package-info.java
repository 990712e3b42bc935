/**
 * Which files are read and how they are cut among tasks. {@link io.millrace.mapreduce.input.SplitPlanner} is pure; the
 * classes named after Hadoop's own (format, split, reader) are the only ones here that speak to Hadoop.
 */
package io.millrace.mapreduce.input;
