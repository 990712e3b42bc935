/**
 * Health, metrics, and the small HTTP endpoint that shows them; and what notices threads that make no progress. A process
 * must work or end: one that does neither is worse than a crash, because nobody restarts it.
 */
package io.millrace.runtime.observe;
