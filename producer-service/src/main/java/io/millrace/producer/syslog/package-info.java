/**
 * Syslog as a source: bytes of TCP, TLS and UDP become messages ({@link io.millrace.producer.syslog.Frames}), messages become
 * records. A sender of syslog is told nothing, so nothing can be asked of it again: what was read is held in memory, within
 * bounds, until Kafka has it, and TCP is not read while the bounds are reached. Connections and datagrams have room of their own
 * ({@link io.millrace.producer.syslog.Room}). Netty is touched by {@link io.millrace.producer.syslog.SyslogListener}, the handler
 * of its connections and their TLS only.
 */
package io.millrace.producer.syslog;
