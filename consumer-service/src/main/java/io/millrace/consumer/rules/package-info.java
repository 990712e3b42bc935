/**
 * Rules as data: the YAML file, its positions, the CEL expressions in it and their evaluation.
 *
 * <p>Text goes in, a {@link io.millrace.consumer.rules.RuleSet} or a list of {@link io.millrace.consumer.rules.RuleProblem}s
 * with line and column comes out. Knows the CEL library and the YAML reader; knows neither Kafka nor a database, and
 * keeps no state between records (windows live in {@code io.millrace.consumer.engine}).
 */
package io.millrace.consumer.rules;
