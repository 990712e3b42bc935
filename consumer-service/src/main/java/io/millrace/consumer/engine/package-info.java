/**
 * From records to alerts, without any server: decoding and validation, rules, windows per key in event time, and what a
 * batch of records therefore wants to have stored.
 *
 * <p>Everything here is a pure function of the records of one partition in offset order and of the state that was
 * stored with the last offset; that is what makes alerts exact across restarts. Touches neither Kafka nor a database
 * nor the wall clock.
 */
package io.millrace.consumer.engine;
