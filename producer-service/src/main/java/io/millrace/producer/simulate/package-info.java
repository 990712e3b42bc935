/**
 * Simulated sources: sensors, logs of machines and weather stations. Everything comes from one seed, so that a run can
 * be repeated; nothing here knows a clock, a topic or a database.
 */
package io.millrace.producer.simulate;
