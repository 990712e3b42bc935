/**
 * {@code ./millrace query}: SQL over what landed. Finds the folders that sinks wrote, copies the files of those that a statement names
 * to this machine, and lets DuckDB read them. Reads only.
 *
 * <p>Runs in a process of its own, with the cluster's settings on its class path. Knows Hadoop's file system and JDBC; neither Kafka
 * nor any service.
 */
package io.millrace.launcher.query;
