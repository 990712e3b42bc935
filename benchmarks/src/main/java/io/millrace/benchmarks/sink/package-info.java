/**
 * The HDFS sink against the loop that tutorials write: the same topic, the same servers, one process each, one after the
 * other in one run.
 */
package io.millrace.benchmarks.sink;
