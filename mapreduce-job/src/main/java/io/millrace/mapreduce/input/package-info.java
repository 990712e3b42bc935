/**
 * Which files are read, how they are cut among tasks, and what is packed in them. {@link
 * io.millrace.mapreduce.input.SplitPlanner} and the classes that judge bytes ({@code ContentKind}, {@code Magic}) are pure; the
 * listing, the opening of files and the classes named after Hadoop's own (format, split, reader) speak to Hadoop.
 */
package io.millrace.mapreduce.input;
