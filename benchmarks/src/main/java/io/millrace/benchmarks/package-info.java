/** What several benchmarks use; each has a package of its own below. */
package io.millrace.benchmarks;
