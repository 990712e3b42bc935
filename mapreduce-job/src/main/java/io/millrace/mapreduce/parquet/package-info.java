/**
 * Reading single columns of Parquet files, without a record per row. Knows Parquet, Hadoop's file systems, and what is counted; no
 * lines and no job.
 */
package io.millrace.mapreduce.parquet;
