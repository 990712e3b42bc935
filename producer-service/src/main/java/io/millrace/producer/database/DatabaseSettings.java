package io.millrace.producer.database;

import java.time.Duration;

/**
 * How to reach a database.
 *
 * @param url JDBC URL: jdbc:mysql:, jdbc:mariadb: or jdbc:h2:
 * @param user user name
 * @param password the user's password; never printed
 * @param timeout how long a connection or statement may take before the database counts as away
 */
public record DatabaseSettings(String url, String user, String password, Duration timeout) {
    /** The URL for the driver on board: MariaDB's speaks to both servers, but answers to its own name only. */
    String driverUrl() {
        return url.startsWith("jdbc:mysql:") ? "jdbc:mariadb:" + url.substring("jdbc:mysql:".length()) : url;
    }

    boolean isH2() {
        return url.startsWith("jdbc:h2:");
    }

    /** The URL without what may be secret in it. */
    public String printable() {
        return url.replaceAll("[?;].*", "").replaceAll("//[^/@]*@", "//");
    }

    @Override
    public String toString() {
        return "DatabaseSettings[" + printable() + ", user=" + user + "]";
    }
}
