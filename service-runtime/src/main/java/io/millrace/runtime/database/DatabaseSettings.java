package io.millrace.runtime.database;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How to reach a database.
 *
 * @param url JDBC URL of one of the {@link Kind kinds}
 * @param user user name
 * @param password the user's password; never printed
 * @param timeout how long a connection or a statement may take before the database counts as away
 */
public record DatabaseSettings(String url, String user, String password, Duration timeout) {
    private static final String MYSQL = "jdbc:mysql:";
    private static final String MARIADB = "jdbc:mariadb:";

    /** A family of databases that speak alike. */
    public enum Kind {
        /** MySQL and MariaDB. */
        MYSQL(List.of(DatabaseSettings.MYSQL, DatabaseSettings.MARIADB)),
        /** The embedded stack's database. */
        H2(List.of("jdbc:h2:")),
        /** PostgreSQL. */
        POSTGRESQL(List.of("jdbc:postgresql:"));

        private final List<String> prefixes;

        Kind(List<String> prefixes) {
            this.prefixes = prefixes;
        }

        private boolean has(String url) {
            return prefixes.stream().anyMatch(url::startsWith);
        }
    }

    /** What is wrong with the URL of a database that must be of one of these kinds, if anything. */
    public static Optional<String> problem(String url, Set<Kind> allowed) {
        List<String> prefixes = Arrays.stream(Kind.values())
                .filter(allowed::contains)
                .flatMap(kind -> kind.prefixes.stream())
                .toList();
        int last = prefixes.size() - 1;
        return prefixes.stream().anyMatch(url::startsWith)
                ? Optional.empty()
                : Optional.of("--jdbc-url is '%s', must begin with %s or %s"
                        .formatted(
                                withoutSecrets(url), String.join(", ", prefixes.subList(0, last)), prefixes.get(last)));
    }

    /** What the URL is of. */
    public Kind kind() {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.has(url))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the URL was not checked: " + printable()));
    }

    /** True if this is H2, which knows no server's settings. */
    public boolean isH2() {
        return kind() == Kind.H2;
    }

    /** The URL for the driver on board: MariaDB's speaks to MySQL too, but answers to its own name only. */
    public String driverUrl() {
        return url.startsWith(MYSQL) ? MARIADB + url.substring(MYSQL.length()) : url;
    }

    /** The URL as it may be printed: without its parameters and users, where people put passwords. */
    public String printable() {
        return withoutSecrets(url);
    }

    /** A driver's message as it may be printed: drivers quote the whole URL. */
    public String printable(String message) {
        String shown = message.replace(url, printable()).replace(driverUrl(), printable());
        // Or a part of it; what is cut of the URL, whether parameters or a user, is never worth showing.
        String parameters = url.substring(parametersOf(url));
        return parameters.length() > 1 ? shown.replace(parameters, "") : shown;
    }

    /** Where the parameters begin, or the URL's end. */
    private static int parametersOf(String url) {
        for (int i = 0; i < url.length(); i++) {
            if (url.charAt(i) == '?' || url.charAt(i) == ';') {
                return i;
            }
        }
        return url.length();
    }

    private static String withoutSecrets(String url) {
        int parameters = parametersOf(url);
        String head = url.substring(0, parameters);
        int hosts = head.indexOf("//") + 2;
        if (hosts < 2) {
            return head;
        }
        // A password may hold / and @, so the last one counts.
        int at = head.lastIndexOf('@');
        if (at >= hosts) {
            return head.substring(0, hosts) + head.substring(at + 1);
        }
        // It may also hold what parameters begin with: then what stands before is a user, not a host.
        int later = url.indexOf('@', parameters);
        boolean user = later >= 0
                && (!url.substring(parameters, later).contains("=")
                        || !head.substring(hosts).matches("[^/:]*(:\\d+)?(,[^/:]*(:\\d+)?)*(/.*)?"));
        return user ? head.substring(0, hosts) + "..." : head;
    }

    @Override
    public String toString() {
        return "DatabaseSettings[url=%s, user=%s, timeout=%s]".formatted(printable(), user, timeout);
    }
}
