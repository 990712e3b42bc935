/**
 * Spans of time that a user asks for: bounds as they are typed, the window between them, the zone of times that name none,
 * and the minutes in which something happens far more often than before. Pure arithmetic; knows neither records nor Hadoop.
 */
package io.millrace.mapreduce.time;
