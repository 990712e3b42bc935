/**
 * Counts in arrays: what a task gathers while it reads and emits once at its end. Knows neither Hadoop nor files.
 */
package io.millrace.mapreduce.count;
