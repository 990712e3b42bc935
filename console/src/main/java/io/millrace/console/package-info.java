/**
 * The console: one live page over the whole flow. Puts together what looks at Kafka, services, HDFS and alerts, and the server of the
 * page. Looks through the services' own eyes ({@code consumer.tail}, {@code sink.commit}, {@code sink.audit}) and writes nowhere.
 */
package io.millrace.console;
