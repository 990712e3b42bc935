/** Waiting for servers that are away: back-off with jitter, one log line per change of state. */
package io.millrace.runtime.retry;
