package io.millrace.mapreduce.job;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the stack traces that a cluster keeps of failed tasks. */
final class Diagnostics {
    private static final Pattern CAUSE =
            Pattern.compile("(?m)^(?:Error: |Caused by: )?(?:[\\w.$]+\\.)?([\\w$]+(?:Exception|Error)): (.+)$");

    private Diagnostics() {}

    /** The message of the first exception, or the whole text if there is none. */
    static String firstCause(String text) {
        Matcher matcher = CAUSE.matcher(text);
        if (!matcher.find()) {
            return text.strip();
        }
        return matcher.group(1).equals("JobFailedException")
                ? matcher.group(2)
                : matcher.group(1) + ": " + matcher.group(2);
    }
}
