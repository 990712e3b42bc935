/**
 * Templates of messages: how messages that differ only in their variables are put together, and what is new, gone or far more frequent
 * since another result. Works on masked messages in sorted order; knows neither records' forms nor Hadoop.
 */
package io.millrace.mapreduce.message;
