/**
 * Says when a folder is done: a projection of a topic's commit logs, as a table is one. What was decided stands in records of its own
 * ({@link io.millrace.sink.commit.DoneLog}), each made from the one before it and true once it has its name; the marks in the folders
 * follow from it, from anybody, any number of times.
 *
 * <p>Knows the logs and {@link io.millrace.sink.done.TopicEnds}, a port; no Hadoop and no Kafka.
 */
package io.millrace.sink.done;
