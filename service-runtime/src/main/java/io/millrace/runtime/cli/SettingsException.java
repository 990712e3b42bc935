package io.millrace.runtime.cli;

import java.util.List;

/** Settings are wrong: every problem at once, each one sentence of subject, offending value and rule. Exit status 2. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    public SettingsException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    public SettingsException(String problem) {
        this(List.of(problem));
    }

    /** One sentence each. */
    public List<String> problems() {
        return problems;
    }
}
