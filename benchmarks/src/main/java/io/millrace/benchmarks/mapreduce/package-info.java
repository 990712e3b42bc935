/**
 * Counting log levels: the job jar against textbook MapReduce, a plain read of HDFS and ripgrep, all in one run on the
 * same files. Every contender is a process of its own, as its user would start it.
 */
package io.millrace.benchmarks.mapreduce;
