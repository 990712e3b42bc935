/**
 * Templates for folders and file names, and the escaping that keeps values of records from
 * reaching any folder but the one they name. Knows neither Kafka nor Hadoop.
 */
package io.millrace.formats.layout;
