/**
 * {@code ./millrace demo}: the whole pipeline once, with a result that must add up.
 *
 * <p>The pipeline is the preset {@code demo}; this package decides when it is at its end, and compares what the services report
 * with what it finds for itself in Kafka, HDFS and the database.
 */
package io.millrace.launcher.demo;
