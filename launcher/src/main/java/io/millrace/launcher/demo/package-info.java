/**
 * {@code ./millrace demo}: the whole pipeline once, with a result that must add up.
 *
 * <p>What the services report is held against what this package finds for itself in Kafka, HDFS and the database.
 */
package io.millrace.launcher.demo;
