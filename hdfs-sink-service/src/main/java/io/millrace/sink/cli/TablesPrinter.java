package io.millrace.sink.cli;

import io.millrace.sink.table.Applied;
import io.millrace.sink.table.PartitionLag;
import io.millrace.sink.table.TablePosition;
import io.millrace.sink.table.TableReport;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Prints what is known of tables, for people. */
final class TablesPrinter {
    private static final int MOST_FAULTS = 50;

    private TablesPrinter() {}

    static void lag(String table, List<PartitionLag> lags, PrintWriter out) {
        String row = "%-32s %14s %14s %14s  %s%n";
        out.printf("Table %s%n%n", table);
        out.printf(row, "partition", "in the table", "stored", "behind", "oldest not in the table");
        for (PartitionLag lag : lags) {
            out.printf(
                    row,
                    lag.partition(),
                    lag.applied()
                            .map(TablePosition::nextOffset)
                            .map(String::valueOf)
                            .orElse("-"),
                    lag.next(),
                    lag.behind(),
                    lag.oldest()
                            .map(time -> time.truncatedTo(ChronoUnit.SECONDS).toString())
                            .orElse("-"));
        }
        long behind = lags.stream().mapToLong(PartitionLag::behind).sum();
        out.println();
        if (behind == 0) {
            out.println("The table holds all that is stored.");
        } else {
            out.printf("%d offsets are stored and not in the table.%n", behind);
        }
    }

    static void applied(String table, String what, Applied applied, PrintWriter out) {
        out.printf("Table %s is %s: %d files with %d rows were added.%n", table, what, applied.files(), applied.rows());
        if (applied.removed() > 0) {
            out.printf("%d files were let go, and taken out.%n", applied.removed());
        }
        if (applied.gone() > 0) {
            out.printf(
                    "%d files that were stored are not there any more, and the table does without them.%n",
                    applied.gone());
        }
    }

    static void report(String table, TableReport report, PrintWriter out) {
        out.printf(
                "Table %s: %d rows in %d files; by the commit logs %d rows in %d files.%n",
                table, report.tableRows(), report.tableFiles(), report.loggedRows(), report.loggedFiles());
        if (report.gone() > 0) {
            out.printf("%d files of the commit logs are not there any more.%n", report.gone());
        }
        if (report.letGo() > 0) {
            out.printf("%d files of the commit logs were let go since.%n", report.letGo());
        }
        if (report.rewritten()) {
            out.println("Files of the table were rewritten by others: their rows were counted, not their files.");
        }
        report.faults().stream().limit(MOST_FAULTS).forEach(out::println);
        if (report.faults().size() > MOST_FAULTS) {
            out.printf("... and %d more%n", report.faults().size() - MOST_FAULTS);
        }
        out.println(report.exact() ? "Nothing is missing, doubled or unknown." : "The table is not what the logs say.");
    }
}
