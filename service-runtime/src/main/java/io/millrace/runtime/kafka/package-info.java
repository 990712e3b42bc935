/** Kafka clients' settings, topic set-up and dead letters. Records' contents are of no concern here. */
package io.millrace.runtime.kafka;
