package io.millrace.sink.cli;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.millrace.runtime.cli.SettingsException;

/**
 * Topics that are stored besides those that are named, whenever they are there. RE2/J's patterns, which take a time that grows with
 * the name and no faster. Dead letters, and topics whose names begin with two underscores, never match.
 */
final class TopicPattern {
    private static final String TOPIC = "{topic}";
    private static final String KAFKAS = "__";

    private final Pattern pattern;
    private final Pattern deadLetters;

    /**
     * @param regex that a whole name must match
     * @param deadLetters the template of the names of dead-letter topics
     * @throws SettingsException if it is no pattern
     */
    TopicPattern(String regex, String deadLetters) {
        try {
            this.pattern = Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new SettingsException("--topics-pattern is '" + regex
                    + "', must be a regular expression that RE2 knows: " + e.getDescription());
        }
        int at = deadLetters.indexOf(TOPIC);
        this.deadLetters = Pattern.compile(
                at < 0
                        ? Pattern.quote(deadLetters)
                        : Pattern.quote(deadLetters.substring(0, at))
                                + ".+"
                                + Pattern.quote(deadLetters.substring(at + TOPIC.length())));
    }

    /** True if a topic of this name is stored. */
    boolean takes(String topic) {
        return !topic.startsWith(KAFKAS) && pattern.matches(topic) && !deadLetters.matches(topic);
    }

    @Override
    public String toString() {
        return pattern.pattern();
    }
}
