/** What the console sees of alerts: the table that the consumer service fills. Reads with JDBC, and changes nothing. */
package io.millrace.console.alerts;
