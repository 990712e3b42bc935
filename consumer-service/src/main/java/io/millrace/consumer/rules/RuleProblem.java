package io.millrace.consumer.rules;

/**
 * One thing that is wrong in a rule file.
 *
 * @param source the file's name, or what stands for it
 * @param line line in the file, from 1
 * @param column column in the file, from 1
 * @param message what is wrong, with the offending value and the rule that it breaks
 */
public record RuleProblem(String source, int line, int column, String message) {

    @Override
    public String toString() {
        return source + ":" + line + ":" + column + ": " + message;
    }
}
