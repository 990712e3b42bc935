/**
 * What a record says besides its level: when, by which logger, and its message with numbers and ids masked. Used only
 * for breakdowns and top messages, so that plain counting does not pay for it. Knows neither Hadoop nor files.
 */
package io.millrace.mapreduce.record;
