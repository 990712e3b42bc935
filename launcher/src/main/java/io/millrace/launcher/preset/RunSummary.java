package io.millrace.launcher.preset;

import io.millrace.launcher.screen.Screen;
import io.millrace.launcher.servers.StackAddresses;
import io.millrace.launcher.servers.StackDescription;
import io.millrace.launcher.servers.StackEnvironment;
import io.millrace.launcher.servers.StackFiles;
import io.millrace.launcher.view.AlertTable;
import io.millrace.launcher.view.DatabaseView;
import io.millrace.launcher.view.HdfsView;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileStatus;

/** What a run left in the database and in HDFS, for people. Not thread-safe. */
final class RunSummary {
    private static final int MOST_FILES = 20;
    private static final int MOST_ALERTS = 5;

    private final StackFiles files;
    private final Instant started;
    private final Screen screen;
    private final TreeSet<String> folders = new TreeSet<>();
    private boolean alerts;

    RunSummary(StackFiles files, Instant started, Screen screen) {
        this.files = files;
        this.started = started;
        this.screen = screen;
    }

    void print(StackAddresses servers, HdfsView hdfs) throws IOException {
        DatabaseView database = new DatabaseView(servers::connect);
        printRows(database);
        printAlerts(database);
        printFiles(hdfs.files("/"));
    }

    /** How to look closer at what there is. */
    void printHints() {
        if (alerts) {
            screen.line("More alerts:  ./millrace alerts" + StackDescription.dataOption(files));
        }
        if (!folders.isEmpty()) {
            screen.line("The files:    " + StackDescription.dataVariable(files) + "./millrace hdfs dfs -ls "
                    + StackEnvironment.quoted(folders.last()));
        }
    }

    private void printRows(DatabaseView database) {
        Map<String, Long> tables = database.rowCounts();
        if (!tables.isEmpty()) {
            screen.line("Database:");
            tables.forEach((table, rows) -> screen.line(String.format("  %12s  %s", Screen.count(rows), table)));
        }
    }

    private void printAlerts(DatabaseView database) {
        List<DatabaseView.Alert> last = database.alertsSince(started, MOST_ALERTS);
        alerts = !last.isEmpty();
        if (alerts) {
            screen.line("The last alerts:");
            AlertTable.lines(last).forEach(screen::line);
        }
    }

    /** Those of this run; what earlier ones left is only counted. */
    void printFiles(List<FileStatus> all) {
        List<FileStatus> made = all.stream()
                .filter(file -> file.getModificationTime() >= started.toEpochMilli())
                .sorted(Comparator.comparingLong(FileStatus::getModificationTime))
                .toList();
        if (all.isEmpty()) {
            return;
        }
        made.forEach(file -> folders.add(file.getPath().getParent().toUri().getPath()));
        screen.line("HDFS: " + Screen.count(all.size(), "file") + ", " + Screen.count(made.size()) + " of this run"
                + (made.size() > MOST_FILES ? ", the last " + MOST_FILES + ":" : made.isEmpty() ? "" : ":"));
        made.stream()
                .skip(Math.max(0, made.size() - MOST_FILES))
                .forEach(file -> screen.line(String.format(
                        "  %12s  %s",
                        Screen.size(file.getLen()), file.getPath().toUri().getPath())));
    }
}
