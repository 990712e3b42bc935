/**
 * Records as they stand in a topic, for whoever reads, decodes, stores or refuses them: where a record stood, its bytes and
 * headers, and why it cannot be used.
 *
 * <p>Needs the JDK only. A {@link io.millrace.record.SourceRecord} is a view that its reader reuses, a
 * {@link io.millrace.record.HeldRecord} one that may be kept.
 */
package io.millrace.record;
