/**
 * What every service needs to be a good process: an ordered end on SIGTERM and a report of the run.
 *
 * <p>The rooms below: {@code cli} (options and exit codes), {@code kafka} (client settings, topics, dead letters), {@code
 * database} (how to reach one), {@code retry} (waiting for servers), {@code observe} (health and metrics over HTTP). Services depend on this module, it
 * depends on none of them.
 */
package io.millrace.runtime;
