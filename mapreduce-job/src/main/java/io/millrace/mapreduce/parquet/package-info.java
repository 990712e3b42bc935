/** Reading single columns of Parquet files, without a record per row. Knows Parquet and Hadoop's file systems only. */
package io.millrace.mapreduce.parquet;
