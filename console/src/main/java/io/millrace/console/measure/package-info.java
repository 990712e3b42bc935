/** Rates of counters, and the last hour of numbers. Knows the JDK alone. */
package io.millrace.console.measure;
