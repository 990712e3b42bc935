/**
 * The alerts consumer: what decoding and rules cost ({@link io.millrace.benchmarks.consumer.RulesBenchmark}), and how long
 * it takes from produce to committed alert ({@link io.millrace.benchmarks.consumer.LatencyBenchmark}).
 */
package io.millrace.benchmarks.consumer;
