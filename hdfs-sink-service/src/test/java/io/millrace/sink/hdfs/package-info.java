/** Tests of what stands between the core and the HDFS client. */
package io.millrace.sink.hdfs;
