package io.millrace.producer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** H2 in this JVM's memory, in the mode of the embedded stack's. */
final class TestH2 implements TestDatabase {
    private static final String PASSWORD = "it's \"secret\"";

    private final Path folder;
    /** Keeps the database as long as this is open. */
    private final Connection first;

    private TestH2(Path folder) throws SQLException {
        this.folder = folder;
        this.first = connect();
    }

    static TestH2 start(Path folder) {
        try {
            TestH2 made = new TestH2(folder);
            Files.writeString(made.passwordFile(), PASSWORD);
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException("no folder for H2's password", e);
        } catch (SQLException e) {
            throw new IllegalStateException("H2 did not start", e);
        }
    }

    @Override
    public String url() {
        return "jdbc:h2:mem:weather_db;MODE=MySQL";
    }

    @Override
    public String user() {
        return "millrace";
    }

    @Override
    public Path passwordFile() {
        return folder.resolve("h2-password");
    }

    @Override
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), user(), PASSWORD);
    }

    @Override
    public void kill() {
        throw new UnsupportedOperationException("it lives in this process");
    }

    @Override
    public void restart() {
        throw new UnsupportedOperationException("it lives in this process");
    }

    @Override
    public void close() {
        try {
            first.close();
        } catch (SQLException e) {
            throw new IllegalStateException("H2 did not stop", e);
        }
    }
}
