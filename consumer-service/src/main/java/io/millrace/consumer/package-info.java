/**
 * The command line of the consumer service: {@code alerts} and {@code read}. Builds the parts and runs them; nothing
 * else lives here.
 */
package io.millrace.consumer;
