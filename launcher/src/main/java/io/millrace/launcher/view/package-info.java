/**
 * Kafka, HDFS and the database as any plain reader sees them; whatever the services say. Reads only.
 *
 * <p>Knows no process and no command.
 */
package io.millrace.launcher.view;
