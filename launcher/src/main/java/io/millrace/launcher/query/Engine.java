package io.millrace.launcher.query;

import io.millrace.launcher.screen.Screen;
import io.millrace.runtime.cli.ServiceException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** DuckDB in memory, with a view for each root that a statement names, and the table {@code landed} of all roots. */
final class Engine implements AutoCloseable {
    /** These ask for what tables there are, and what columns they have. */
    private static final Pattern ASKS_FOR_ALL =
            Pattern.compile("(?i)\\b(show|information_schema|duckdb_\\w+|sqlite_master)\\b");

    /** The table of all roots. */
    static final String LIST = "landed";

    private final List<LandedRoot> roots;
    private final LocalCopies copies;
    private final Connection connection;
    private final Set<LandedRoot> viewed = new HashSet<>();
    private volatile Statement running;

    /**
     * @param folder for what DuckDB has no room for in memory
     */
    Engine(List<LandedRoot> roots, LocalCopies copies, Path folder) {
        this.roots = List.copyOf(roots);
        this.copies = copies;
        try {
            connection = DriverManager.getConnection("jdbc:duckdb:");
            // Nothing is fetched from elsewhere: what is not inside is an error, not a download.
            execute("SET autoinstall_known_extensions = false");
            execute("SET autoload_known_extensions = false");
            execute("SET memory_limit = '1GB'");
            // Each thread that reads JSON takes twice the longest document that there may be.
            execute("SET threads = 2");
            execute("SET temp_directory = " + text(folder.toString()));
            execute("SET TimeZone = 'UTC'");
            list();
            // A look at data writes nothing else and reads nothing else.
            execute("SET allowed_directories = [" + text(folder + "/") + "]");
            execute("SET enable_external_access = false");
            execute("SET lock_configuration = true");
        } catch (SQLException e) {
            throw new ServiceException("DuckDB does not start: " + e.getMessage(), e);
        }
    }

    /** What is done with a result while it is open. */
    interface Reader {
        void read(ResultSet rows) throws SQLException;
    }

    /**
     * Runs one statement.
     *
     * @throws ServiceException with DuckDB's own words if it refuses it
     */
    void run(String sql, Reader reader) throws IOException {
        try {
            for (LandedRoot root : roots) {
                if (root.isNamedIn(sql) || ASKS_FOR_ALL.matcher(sql).find()) {
                    view(root);
                }
            }
            try (Statement statement = connection.createStatement()) {
                running = statement;
                if (statement.execute(sql)) {
                    try (ResultSet rows = statement.getResultSet()) {
                        reader.read(rows);
                    }
                }
            } finally {
                running = null;
            }
        } catch (SQLException e) {
            throw new ServiceException(said(e), e);
        }
    }

    /** Ends the statement that runs now, if one does; from another thread. */
    void cancel() {
        Statement now = running;
        if (now != null) {
            try {
                now.cancel();
            } catch (SQLException e) {
                throw new ServiceException("the statement cannot be cancelled: " + e.getMessage(), e);
            }
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new ServiceException("DuckDB does not end: " + e.getMessage(), e);
        }
    }

    private void list() throws SQLException {
        execute("CREATE TABLE " + LIST + " (name VARCHAR, path VARCHAR, files BIGINT, bytes BIGINT)");
        try (PreparedStatement row = connection.prepareStatement("INSERT INTO " + LIST + " VALUES (?, ?, ?, ?)")) {
            for (LandedRoot root : roots) {
                row.setString(1, root.name());
                row.setString(2, root.path());
                row.setLong(3, root.files().size());
                row.setLong(4, root.bytes());
                row.execute();
            }
        }
    }

    private void view(LandedRoot root) throws IOException, SQLException {
        if (viewed.contains(root)) {
            return;
        }
        Map<FileContent, List<String>> paths = new EnumMap<>(FileContent.class);
        for (LandedFile file : root.files()) {
            LocalCopy copy = copies.of(root, file);
            paths.computeIfAbsent(copy.content(), content -> new ArrayList<>())
                    .add(text(asPattern(copy.path().toString())));
        }
        for (Map.Entry<FileContent, List<String>> one : paths.entrySet()) {
            // Where a root was written in two forms, each is a view of its own.
            String name = paths.size() == 1
                    ? root.name()
                    : root.name() + "_" + one.getKey().name().toLowerCase(Locale.ROOT);
            execute("CREATE OR REPLACE VIEW \"" + name.replace("\"", "\"\"") + "\" AS SELECT * FROM "
                    + source(one.getKey(), one.getValue(), root.hasFoldersOfOneKind()));
        }
        viewed.add(root);
    }

    private static String source(FileContent content, List<String> paths, boolean folders) {
        String files = paths.stream().collect(Collectors.joining(", ", "[", "]")) + ", hive_partitioning = " + folders;
        return switch (content) {
            case PARQUET -> "read_parquet(" + files + ", union_by_name = true)";
            // All rows are looked at for their types: a number with a point may come late.
            case JSON ->
                "read_json(" + files + ", union_by_name = true, sample_size = -1, maximum_object_size = 134217728)";
            case TEXT ->
                "read_csv(" + files + ", auto_detect = false, header = false, delim = ',', quote = '\"', escape = '\"',"
                        + " columns = {'file': 'VARCHAR', 'number': 'BIGINT', 'line': 'VARCHAR'},"
                        + " nullstr = '\\N', allow_quoted_nulls = false, max_line_size = 134217728, parallel = false)";
        };
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** DuckDB's words, and where a table is not known, those that there are: its own guess is one of its system tables. */
    private String said(SQLException e) {
        String message = String.valueOf(e.getMessage()).strip();
        if (!message.contains("Table with name")) {
            return message;
        }
        for (LandedRoot root : roots) {
            if (root.files().isEmpty() && message.contains("Table with name " + root.name() + " ")) {
                return root.path() + " has no file yet, must have one to be asked as '" + root.name() + "'";
            }
        }
        String names = roots.stream().map(LandedRoot::name).collect(Collectors.joining(", "));
        return message.lines().findFirst().orElse(message)
                + (roots.isEmpty()
                        ? " Nothing has landed yet."
                        : " What landed is " + names + ": " + Screen.count(roots.size(), "folder")
                                + ", listed by SELECT * FROM landed.");
    }

    /** DuckDB takes each name for a pattern. */
    private static String asPattern(String path) {
        return path.replaceAll("[\\[*?]", "[$0]");
    }

    private static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }
}
