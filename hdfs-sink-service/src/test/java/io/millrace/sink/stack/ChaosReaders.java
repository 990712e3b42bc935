package io.millrace.sink.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.hadoop.fs.FileSystem;
import org.duckdb.DuckDBDriver;

/** Readers that nobody here wrote. */
final class ChaosReaders {
    private ChaosReaders() {}

    /** What DuckDB says of the Parquet files. */
    record Parquet(long rows, long distinct, long bytes) {}

    /** What wc and sort say of the text files. */
    record Text(long lines, long distinct) {}

    /** Copies the visible files to the local disk, as HDFS's own client does. */
    static List<Path> copy(TestStack stack, String root, Path to) throws IOException {
        List<Path> copies = new ArrayList<>();
        try (FileSystem client = stack.hdfs.newClient()) {
            for (String file : stack.files(root)) {
                org.apache.hadoop.fs.Path from = new org.apache.hadoop.fs.Path(file);
                Path copy = to.resolve(copies.size() + "-" + from.getName());
                client.copyToLocalFile(false, from, new org.apache.hadoop.fs.Path(copy.toUri()), true);
                copies.add(copy);
            }
        }
        return copies;
    }

    static Parquet duckDb(Path folder) throws SQLException {
        try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT count(*), count(DISTINCT n), coalesce(sum(length(body)), 0) FROM read_parquet('"
                                + folder + "/*.parquet')")) {
            row.next();
            return new Parquet(row.getLong(1), row.getLong(2), row.getLong(3));
        }
    }

    static Text wc(Path folder) throws IOException, InterruptedException {
        return new Text(
                shell(folder, "cat *.txt | wc -l"), shell(folder, "cat *.txt | cut -d ' ' -f 1 | sort -u | wc -l"));
    }

    private static long shell(Path folder, String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", command)
                .directory(folder.toFile())
                .redirectError(Files.createTempFile(folder, "err", ".log").toFile())
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return Long.parseLong(out.strip());
    }
}
