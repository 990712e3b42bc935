/** Waiting for servers that are away: back-off with jitter, one log line per change of state, calls bounded in time. */
package io.millrace.runtime.retry;
