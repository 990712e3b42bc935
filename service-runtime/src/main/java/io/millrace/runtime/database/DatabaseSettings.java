package io.millrace.runtime.database;

import java.time.Duration;
import java.util.Optional;

/**
 * How to reach a database.
 *
 * @param url JDBC URL: {@code jdbc:mysql:}, {@code jdbc:mariadb:} or {@code jdbc:h2:}
 * @param user user name
 * @param password the user's password; never printed
 * @param timeout how long a connection or a statement may take before the database counts as away
 */
public record DatabaseSettings(String url, String user, String password, Duration timeout) {
    private static final String MYSQL = "jdbc:mysql:";
    private static final String MARIADB = "jdbc:mariadb:";
    private static final String H2 = "jdbc:h2:";

    /** What is wrong with the URL, if anything. */
    public static Optional<String> problem(String url) {
        return url.startsWith(MYSQL) || url.startsWith(MARIADB) || url.startsWith(H2)
                ? Optional.empty()
                : Optional.of("--jdbc-url is '%s', must begin with %s, %s or %s"
                        .formatted(withoutSecrets(url), MYSQL, MARIADB, H2));
    }

    /** True if this is H2, which knows no server's settings. */
    public boolean isH2() {
        return url.startsWith(H2);
    }

    /** The URL for the driver on board: MariaDB's speaks to MySQL too, but answers to its own name only. */
    public String driverUrl() {
        return url.startsWith(MYSQL) ? MARIADB + url.substring(MYSQL.length()) : url;
    }

    /** The URL as it may be printed: without its parameters and users, where people put passwords. */
    public String printable() {
        return withoutSecrets(url);
    }

    private static String withoutSecrets(String url) {
        return url.replaceFirst("[?;].*", "").replaceFirst("//[^/@]*@", "//");
    }

    @Override
    public String toString() {
        return "DatabaseSettings[url=%s, user=%s, timeout=%s]".formatted(printable(), user, timeout);
    }
}
