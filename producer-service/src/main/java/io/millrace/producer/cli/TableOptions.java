package io.millrace.producer.cli;

import io.millrace.runtime.cli.Problems;
import io.millrace.runtime.database.DatabaseSettings;
import io.millrace.sources.database.JdbcTableReader;
import io.millrace.sources.database.TableName;
import io.millrace.sources.database.TableReader;
import io.millrace.sources.database.TableSettings;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which tables are read, and what their columns mean; a picocli mixin. */
public final class TableOptions {
    @Option(
            names = "--table",
            paramLabel = "TABLE",
            split = ",",
            defaultValue = "${env:JDBC_TABLE}",
            description =
                    "Table or view to read; several with commas or by repeating the option, each with positions of its"
                            + " own [JDBC_TABLE]. Default: weather")
    private List<String> tables;

    @Option(
            names = "--query",
            paramLabel = "SELECT",
            defaultValue = "${env:JDBC_QUERY}",
            description = "Read the rows of this query instead of a table's [JDBC_QUERY].")
    private String query;

    @Option(
            names = "--id-column",
            paramLabel = "COLUMN,...",
            split = ",",
            defaultValue = "${env:JDBC_ID_COLUMN:-id}",
            description =
                    "Column or columns that identify a row and increase from row to row: whole number, decimal, text,"
                            + " date or time [JDBC_ID_COLUMN]. Default: ${DEFAULT-VALUE}")
    private List<String> idColumns;

    @Option(
            names = "--updated-column",
            paramLabel = "COLUMN",
            defaultValue = "${env:JDBC_UPDATED_COLUMN}",
            description = "Column with the time of the row's last change, in UTC: updated rows come again"
                    + " [JDBC_UPDATED_COLUMN]. Default: none, new rows only")
    private String updatedColumn;

    @Option(
            names = "--deleted-column",
            paramLabel = "COLUMN",
            defaultValue = "${env:JDBC_DELETED_COLUMN}",
            description =
                    "Column that marks a row as deleted by true, a number other than 0, or any text or time: its record"
                            + " has no value, so that a compacted topic forgets the row [JDBC_DELETED_COLUMN]. Default: none")
    private String deletedColumn;

    @Option(
            names = "--key-columns",
            paramLabel = "COLUMN,...",
            split = ",",
            defaultValue = "${env:JDBC_KEY_COLUMNS}",
            description = "Columns that make the record's key [JDBC_KEY_COLUMNS]. Default: the id column")
    private List<String> keyColumns;

    /** True if more than one table was named. */
    boolean areSeveral() {
        return tables != null && tables.size() > 1;
    }

    /** What is read, after noting what is wrong with it. */
    List<TableName> sources(boolean topicGiven, Problems problems) {
        if (query != null) {
            if (tables != null && !tables.isEmpty()) {
                problems.add("--query and --table are given, must be one of them");
            }
            if (!topicGiven) {
                problems.add("--topic is missing, must be given with --query");
            }
            return List.of(TableName.query("query", query));
        }
        List<TableName> named = new ArrayList<>();
        for (String table : tables == null || tables.isEmpty() ? List.of("weather") : tables) {
            TableNames.require("--table", table, problems);
            if (TableName.isValid(table)) {
                named.add(TableName.named(table));
            }
        }
        if (named.stream().map(TableName::topicName).distinct().count() < named.size()) {
            problems.add("--table is '" + String.join(",", tables)
                    + "', must name each table once, told apart by letters, digits and . _ -");
        }
        return named;
    }

    /** What the columns mean, after noting what is wrong with their names. */
    TableSettings.Columns columns(Problems problems) {
        idColumns.forEach(column -> TableNames.require("--id-column", column, problems));
        if (updatedColumn != null) {
            TableNames.require("--updated-column", updatedColumn, problems);
        }
        if (deletedColumn != null) {
            TableNames.require("--deleted-column", deletedColumn, problems);
        }
        List<String> ids = idColumns.stream().map(TableName::column).toList();
        List<String> keys = keyColumns == null || keyColumns.isEmpty()
                ? ids
                : keyColumns.stream().map(key -> TableName.column(key.strip())).toList();
        return new TableSettings.Columns(
                ids, updatedColumn != null, keys, deletedColumn == null ? null : TableName.column(deletedColumn));
    }

    /** Reads one of the sources. */
    TableReader reader(DatabaseSettings settings, TableName source) {
        return new JdbcTableReader(settings, source, idColumns, updatedColumn);
    }
}
