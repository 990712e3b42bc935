/**
 * Syslog as a source: bytes of TCP, TLS and UDP become messages ({@link io.millrace.producer.syslog.Frames}), messages become
 * records. A sender of syslog is told nothing, so nothing can be asked of it again: what was read is held in memory, within
 * bounds, until Kafka has it, and TCP is not read while the bounds are reached. Netty is touched by the server and its
 * handlers only.
 */
package io.millrace.producer.syslog;
