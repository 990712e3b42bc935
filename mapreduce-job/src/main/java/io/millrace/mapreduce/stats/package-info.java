/**
 * Statistics of numbers that can be gathered in parts and put together: count, mean, deviation, extremes, percentiles.
 * Knows neither Hadoop nor files.
 */
package io.millrace.mapreduce.stats;
