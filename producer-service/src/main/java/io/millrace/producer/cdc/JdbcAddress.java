package io.millrace.producer.cdc;

import io.millrace.runtime.database.DatabaseSettings;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of a JDBC URL.
 *
 * @param host name or address, IPv6 without brackets
 * @param database its name
 * @param parameters what stands behind the question mark
 */
record JdbcAddress(String host, int port, String database, Map<String, String> parameters) {
    private static final Pattern URL = Pattern.compile(
            "jdbc:\\w+://(?:\\[([0-9a-fA-F:.]+)]|([^/:,@\\[\\]?]+))(?::(\\d{1,5}))?/([^/?;]+)(?:\\?(.*))?");
    private static final int MYSQL_PORT = 3306;
    private static final int POSTGRESQL_PORT = 5432;

    /** Null if the URL is of another form. */
    static JdbcAddress of(DatabaseSettings settings) {
        Matcher parts = URL.matcher(settings.url());
        if (!parts.matches()) {
            return null;
        }
        int standard = settings.kind() == DatabaseSettings.Kind.POSTGRESQL ? POSTGRESQL_PORT : MYSQL_PORT;
        Map<String, String> parameters = new LinkedHashMap<>();
        if (parts.group(5) != null) {
            for (String parameter : parts.group(5).split("&")) {
                int equals = parameter.indexOf('=');
                if (!parameter.isEmpty()) {
                    parameters.put(
                            equals < 0 ? parameter : parameter.substring(0, equals),
                            equals < 0 ? "" : decoded(parameter.substring(equals + 1)));
                }
            }
        }
        return new JdbcAddress(
                parts.group(1) == null ? parts.group(2) : parts.group(1),
                parts.group(3) == null ? standard : Integer.parseInt(parts.group(3)),
                decoded(parts.group(4)),
                parameters);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
