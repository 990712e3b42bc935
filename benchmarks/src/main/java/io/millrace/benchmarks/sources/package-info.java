/** How fast sources are, against Kafka's own producer-performance tool with the same records in the same run. */
package io.millrace.benchmarks.sources;
