package io.millrace.consumer.rules;

import java.util.List;
import java.util.stream.Collectors;

/** A rule file cannot be used; carries every problem found, not only the first. */
public final class InvalidRulesException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<RuleProblem> problems;

    /** Wraps the problems of one file; there is at least one. */
    public InvalidRulesException(List<RuleProblem> problems) {
        super(problems.stream().map(RuleProblem::toString).collect(Collectors.joining(System.lineSeparator())));
        this.problems = List.copyOf(problems);
    }

    /** Every problem, in the order of the file. */
    public List<RuleProblem> problems() {
        return problems;
    }
}
