package io.millrace.consumer.rules;

/**
 * A compiled boolean expression over facts.
 *
 * @param <F> what the expression speaks about
 */
@FunctionalInterface
public interface Condition<F> {

    /**
     * Says whether the condition holds.
     *
     * @throws EvaluationException if the expression has no value for these facts
     */
    boolean holds(F facts) throws EvaluationException;
}
