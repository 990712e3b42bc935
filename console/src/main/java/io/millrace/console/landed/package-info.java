/**
 * What the console sees of HDFS: the roots of sinks, their folders and files, their commit logs, audits. Reads with the sink's own
 * readers, and changes nothing. Imports Hadoop and Parquet.
 */
package io.millrace.console.landed;
