package io.millrace.producer;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A real database server that tests read from. */
interface TestDatabase extends AutoCloseable {
    /** Where services connect. */
    String url();

    String user();

    Path passwordFile();

    /** A new connection; the caller closes it. */
    Connection connect() throws SQLException;

    /** Ends the server as SIGKILL does. */
    void kill() throws IOException, InterruptedException;

    /** Starts it again on the same port and data; returns once it answers. */
    void restart() throws IOException, InterruptedException;

    @Override
    void close();

    /** Runs statements, each in a transaction of its own. */
    default void execute(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The first column of the first row, of which there must be one. */
    default String value(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** The arguments of a command that uses it, behind others. */
    default String[] arguments(String... first) {
        List<String> all = new ArrayList<>(List.of(first));
        all.add("--jdbc-url=" + url());
        all.add("--jdbc-user=" + user());
        all.add("--jdbc-password-file=" + passwordFile());
        return all.toArray(String[]::new);
    }
}
