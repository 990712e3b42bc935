/**
 * The console reader: messages of any topic in a form that people and pipes can read. Imports Kafka's consumer, joins no
 * group and commits nothing.
 */
package io.millrace.consumer.tail;
