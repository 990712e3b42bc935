/**
 * The page of {@code ./millrace up}: brokers, topics, partitions, messages, groups and lag, and what lies in HDFS. It only
 * reads, and listens on loopback only.
 */
package io.millrace.launcher.web;
