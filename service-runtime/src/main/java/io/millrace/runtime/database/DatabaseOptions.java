package io.millrace.runtime.database;

import io.millrace.runtime.cli.Problems;
import io.millrace.runtime.cli.Secrets;
import io.millrace.runtime.cli.TimeSpan;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** How to reach a database; a picocli mixin of every command that uses one. */
public final class DatabaseOptions {
    @Option(
            names = "--jdbc-url",
            paramLabel = "URL",
            defaultValue = "${env:JDBC_URL:-jdbc:mysql://localhost:3306/weather_db}",
            description =
                    "Database: jdbc:mysql:, jdbc:mariadb: or jdbc:h2:; the command jdbc also reads jdbc:postgresql:"
                            + " [JDBC_URL]. Default: ${DEFAULT-VALUE}")
    private String url;

    @Option(
            names = "--jdbc-user",
            paramLabel = "NAME",
            defaultValue = "${env:JDBC_USER:-millrace}",
            description = "User of the database [JDBC_USER]. Default: ${DEFAULT-VALUE}")
    private String user;

    @Option(
            names = "--jdbc-password-file",
            paramLabel = "FILE",
            defaultValue = "${env:JDBC_PASSWORD_FILE}",
            description = "File that holds the user's password [JDBC_PASSWORD_FILE]. Default: the variable"
                    + " JDBC_PASSWORD, else no password")
    private Path passwordFile;

    @Option(
            names = "--jdbc-timeout",
            paramLabel = "TIME",
            converter = TimeSpan.Converter.class,
            defaultValue = "${env:JDBC_TIMEOUT_SEC:-10}s",
            description = "How long a connection or statement may take before the database counts as away"
                    + " [JDBC_TIMEOUT_SEC]. Default: ${DEFAULT-VALUE}")
    private TimeSpan timeout = TimeSpan.UNREAD;

    /** The settings, after noting what is wrong with them; for a command that writes tables of its own. */
    public DatabaseSettings settings(Problems problems) {
        return settings(problems, EnumSet.of(DatabaseSettings.Kind.MYSQL, DatabaseSettings.Kind.H2));
    }

    /** The settings of a database of one of these kinds, after noting what is wrong with them. */
    public DatabaseSettings settings(Problems problems, Set<DatabaseSettings.Kind> allowed) {
        DatabaseSettings.problem(url, allowed).ifPresent(problems::add);
        problems.require(
                timeout.millis() >= 1_000 && timeout.millis() <= 3_600_000,
                "--jdbc-timeout",
                timeout,
                "must be from 1s to 1h");
        Optional<String> password = problems.collect(
                () -> Secrets.readOr("--jdbc-password-file", passwordFile, System.getenv("JDBC_PASSWORD")));
        return new DatabaseSettings(url, user, password == null ? "" : password.orElse(""), timeout.duration());
    }
}
