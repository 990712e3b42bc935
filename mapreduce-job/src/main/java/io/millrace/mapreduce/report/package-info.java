/**
 * The result as data and as a page: tables with fixed names and columns, the formats in which they are written, and one HTML file for
 * people. Knows neither the job nor Hadoop's file systems; only the writer of Parquet knows Parquet.
 */
package io.millrace.mapreduce.report;
