package io.millrace.consumer.store.jdbc;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * How to reach the database.
 *
 * @param url JDBC URL: {@code jdbc:mysql:}, {@code jdbc:mariadb:} or {@code jdbc:h2:}
 * @param user user name
 * @param password the password; never printed
 * @param timeout how long a connection or a statement may take before the server counts as away
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

    boolean isH2() {
        return url.startsWith(H2);
    }

    /**
     * The URL for the driver. MySQL is reached with MariaDB's driver, which speaks its protocol. Timeouts are given
     * unless the user gave their own: without them a frozen server would hang the service for good.
     */
    String driverUrl() {
        if (isH2()) {
            return url.toUpperCase(Locale.ROOT).contains(";MODE=") ? url : url + ";MODE=MySQL";
        }
        String mariadb = url.startsWith(MYSQL) ? MARIADB + url.substring(MYSQL.length()) : url;
        mariadb = withDefault(mariadb, "connectTimeout", Long.toString(timeout.toMillis()));
        mariadb = withDefault(mariadb, "socketTimeout", Long.toString(timeout.toMillis()));
        return withDefault(mariadb, "tcpKeepAlive", "true");
    }

    private static String withDefault(String url, String name, String value) {
        return url.contains(name + "=") ? url : url + (url.contains("?") ? "&" : "?") + name + "=" + value;
    }

    /** The URL as it may be printed: without its parameters, in which people put passwords. */
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
