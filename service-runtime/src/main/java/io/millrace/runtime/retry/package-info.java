/**
 * Calls to servers that may be away or slow: back-off with jitter, one log line per change of state, calls bounded in time,
 * calls made side by side, and what stands behind their failures.
 */
package io.millrace.runtime.retry;
