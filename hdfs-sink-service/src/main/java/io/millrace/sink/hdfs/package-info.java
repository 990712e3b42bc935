/** The file store on HDFS: the only package that imports the Hadoop client. */
package io.millrace.sink.hdfs;
