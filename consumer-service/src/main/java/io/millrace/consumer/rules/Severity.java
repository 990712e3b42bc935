package io.millrace.consumer.rules;

import java.util.Locale;

/** How bad an alert is. Stored and published in lower case. */
public enum Severity {
    /** Worth knowing. */
    INFO,
    /** Worth a look. */
    WARNING,
    /** Worth waking somebody. */
    CRITICAL;

    /** The name as it is written in rule files, in the database and in published alerts. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
