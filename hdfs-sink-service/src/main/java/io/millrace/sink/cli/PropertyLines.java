package io.millrace.sink.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** Settings of others' libraries that come as lines of one environment variable. */
final class PropertyLines {
    private PropertyLines() {}

    /** The lines {@code NAME=VALUE} of the variable; none if it is not set. Other lines are passed over. */
    static Map<String, String> of(String variable) {
        Map<String, String> all = new LinkedHashMap<>();
        String environment = System.getenv(variable);
        if (environment != null) {
            for (String line : environment.split("\n")) {
                int equals = line.indexOf('=');
                if (equals > 0) {
                    all.put(
                            line.substring(0, equals).strip(),
                            line.substring(equals + 1).strip());
                }
            }
        }
        return all;
    }
}
