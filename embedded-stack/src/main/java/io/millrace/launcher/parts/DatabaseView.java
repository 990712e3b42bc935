package io.millrace.launcher.parts;

import io.millrace.runtime.cli.ServiceException;
import io.millrace.stack.EmbeddedDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a user sees in the database. */
public final class DatabaseView {
    private final EmbeddedDatabase database;

    public DatabaseView(EmbeddedDatabase database) {
        this.database = database;
    }

    /** Rows of each table and view, by name; without those in which services keep their own affairs. */
    public Map<String, Long> rowCounts() {
        try (Connection connection = database.connect()) {
            Map<String, Long> counts = new LinkedHashMap<>();
            for (String table : tables(connection)) {
                try (Statement statement = connection.createStatement();
                        ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM \"" + table + "\"")) {
                    rows.next();
                    counts.put(table, rows.getLong(1));
                }
            }
            return counts;
        } catch (SQLException e) {
            throw new ServiceException("the database cannot be read: " + e.getMessage(), e);
        }
    }

    private static List<String> tables(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                        "SELECT table_name FROM information_schema.tables WHERE table_schema ="
                                + " SCHEMA() AND table_name NOT LIKE 'consumer\\_%' AND table_name NOT LIKE 'millrace\\_%'"
                                + " ORDER BY table_name");
                ResultSet rows = statement.executeQuery()) {
            List<String> names = new ArrayList<>();
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            return names;
        }
    }
}
