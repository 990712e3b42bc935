package io.millrace.mapreduce.parquet;

import io.millrace.mapreduce.access.AccessForm;
import io.millrace.mapreduce.count.By;
import io.millrace.mapreduce.count.LevelCounts;
import io.millrace.mapreduce.count.PartCounts;
import io.millrace.mapreduce.count.RecordCounter;
import io.millrace.mapreduce.count.RowColumns;
import io.millrace.mapreduce.count.Tables;
import io.millrace.mapreduce.count.Wanted;
import io.millrace.mapreduce.input.BadFileException;
import io.millrace.mapreduce.level.FormatFinder;
import io.millrace.mapreduce.level.LevelWords;
import io.millrace.mapreduce.level.LineFormat;
import io.millrace.mapreduce.time.TimeWindow;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.io.api.Binary;

/**
 * Counts the levels of log events in a Parquet file. Only the columns that are needed are read: the level alone if no
 * row lacks it and nothing else is asked for; a row without a level has the one that its message shows.
 */
public final class ParquetLevels {
    private static final List<String> LEVELS = List.of("level", "severity", "log_level", "loglevel", "level_name");
    private static final List<String> MESSAGES = List.of("message", "msg", "line", "value", "text", "raw", "body");
    private static final List<String> TIMES = List.of("timestamp", "time", "ts", "@timestamp", "event_time");
    private static final List<String> LOGGERS = List.of("logger", "logger_name", "component");
    private static final List<String> SOURCES = List.of("source", "path", "file");

    private final Configuration configuration;
    private final FormatFinder finder;

    /** Rows without a level are read with formats found by this finder. */
    public ParquetLevels(Configuration configuration, FormatFinder finder) {
        this.configuration = configuration;
        this.finder = finder;
    }

    /** Counts by level alone. */
    public void count(Path path, PartCounts counts) throws IOException {
        try (ParquetRows rows = ParquetRows.open(configuration, path)) {
            Optional<String> level = rows.firstOf(LEVELS);
            Optional<String> message = message(rows);
            if (level.isPresent() && (message.isEmpty() || !rows.mayHoldNulls(level.get()))) {
                levelsOnly(rows, level.get(), counts.levels());
                return;
            }
        }
        Wanted levels = new Wanted(By.NONE, true, false, false, TimeWindow.all(ZoneOffset.UTC));
        count(path, format -> new RecordCounter(format, counts, Tables.unused(), levels, "", AccessForm.ANY), levels);
    }

    /** Counts by level and by what else is wanted of the counter. */
    public void count(Path path, Function<LineFormat, RecordCounter> counters, Wanted wanted) throws IOException {
        RecordCounter counter = counters.apply(format(path));
        try (ParquetRows rows = ParquetRows.open(configuration, path)) {
            List<String> names = new ArrayList<>();
            int level = add(names, rows.firstOf(LEVELS));
            int message = add(names, message(rows));
            int time = wanted.isTimed() ? add(names, rows.firstOf(TIMES)) : -1;
            int label = switch (wanted.by().kind()) {
                case LOGGER -> add(names, rows.firstOf(LOGGERS));
                case SOURCE -> add(names, rows.firstOf(SOURCES));
                case NONE, MINUTE, HOUR, DAY, STATUS, METHOD, PATH, CLIENT, FIELD ->
                    add(names, rows.firstOf(wanted.by().columns()));
            };
            if (level < 0 && message < 0) {
                throw new BadFileException(
                        "Parquet without a column for level or message; its columns are " + rows.names());
            }
            List<ParquetColumn> columns = rows.select(names);
            RowColumns row = new RowColumns();
            while (rows.next()) {
                row.clear();
                if (isThere(columns, level)) {
                    row.level(level(columns.get(level).binary()));
                }
                if (isThere(columns, message)) {
                    row.text(columns.get(message).binary().getBytesUnsafe());
                }
                if (isThere(columns, time)) {
                    time(columns.get(time), row);
                }
                if (isThere(columns, label)) {
                    row.label(columns.get(label).text().getBytes(StandardCharsets.UTF_8));
                }
                counter.columns(row);
            }
        }
    }

    private static boolean isThere(List<ParquetColumn> columns, int index) {
        return index >= 0 && !columns.get(index).isNull();
    }

    private static void time(ParquetColumn column, RowColumns row) {
        if (column.isBinary()) {
            row.time(column.binary().getBytesUnsafe());
            return;
        }
        long millis = column.millis();
        if (millis != ParquetColumn.NO_TIME) {
            row.time(millis, column.isInstant());
        }
    }

    private static void levelsOnly(ParquetRows rows, String name, LevelCounts counts) throws IOException {
        ParquetColumn column = rows.select(List.of(name)).get(0);
        Binary last = null;
        int level = -1;
        while (rows.next()) {
            if (column.isNull()) {
                counts.add(-1);
                continue;
            }
            Binary value = column.binary();
            if (value != last) {
                level = level(value);
                last = value;
            }
            counts.add(level);
        }
    }

    /** The format of the messages, found from the first rows as that of a text file is from its first lines. */
    private LineFormat format(Path path) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        try (ParquetRows rows = ParquetRows.open(configuration, path)) {
            Optional<String> message = message(rows);
            if (message.isPresent()) {
                ParquetColumn column = rows.select(List.of(message.get())).get(0);
                while (head.size() < FormatFinder.HEAD && rows.next()) {
                    if (!column.isNull()) {
                        head.writeBytes(firstLine(column.binary().getBytesUnsafe()));
                        head.write('\n');
                    }
                }
            }
        }
        return finder.find(head.toByteArray(), head.size(), true);
    }

    private static byte[] firstLine(byte[] text) {
        int end = 0;
        while (end < text.length && text[end] != '\n') {
            end++;
        }
        return java.util.Arrays.copyOf(text, end);
    }

    private static Optional<String> message(ParquetRows rows) {
        return rows.firstOf(MESSAGES);
    }

    private static int level(Binary value) {
        byte[] bytes = value.getBytesUnsafe();
        return LevelWords.parse(bytes, 0, bytes.length);
    }

    /** The place of the column among those to read; one that serves twice has one place, for its pages can be read once only. */
    private static int add(List<String> names, Optional<String> name) {
        if (name.isEmpty()) {
            return -1;
        }
        int known = names.indexOf(name.get());
        if (known >= 0) {
            return known;
        }
        names.add(name.get());
        return names.size() - 1;
    }
}
