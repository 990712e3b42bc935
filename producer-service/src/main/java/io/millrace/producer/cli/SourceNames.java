package io.millrace.producer.cli;

import io.millrace.runtime.cli.Problems;
import java.util.regex.Pattern;

/** Names of sources, {@code --name}. */
final class SourceNames {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,200}");

    private SourceNames() {}

    /** Notes what is wrong with the name; null is one that was not given. */
    static void check(String name, Problems problems) {
        if (name != null) {
            problems.require(
                    NAME.matcher(name).matches(),
                    "--name",
                    name,
                    "must be 1 to 200 letters, digits, dots, underscores and hyphens");
        }
    }

    /** The name that was given, or one made of command, host and topic. */
    static String of(String name, String command, String topic) {
        return name != null ? name : command + "-" + Host.name() + "-" + topic;
    }
}
