/**
 * What a record says besides its level: when, by which logger, and its message with numbers and ids masked. Used
 * only where more than levels is asked for, so that plain counting does not pay for it. Knows neither Hadoop nor files.
 */
package io.millrace.mapreduce.record;
