/**
 * Child processes: the services' jars and Hadoop's jobs, with their output in log files and their last sentences when they fail.
 *
 * <p>Knows neither Kafka nor the screen: what a process does is seen on the servers.
 */
package io.millrace.launcher.process;
