package io.millrace.mapreduce.job;

import static java.util.Objects.requireNonNull;

import io.millrace.mapreduce.count.By;
import io.millrace.mapreduce.count.Wanted;
import io.millrace.mapreduce.level.FormatFinder;
import io.millrace.mapreduce.report.ResultFormat;
import io.millrace.mapreduce.report.Table;
import io.millrace.mapreduce.time.TimeWindow;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.hadoop.conf.Configuration;

/**
 * What a level job shall do.
 *
 * @param format name of the lines' format, or auto
 * @param pattern regular expression that finds the level, in place of a format
 * @param skipBadFiles whether files that cannot be read are left out instead of failing the job
 * @param topMessages how many of the most frequent messages per level are listed; 0 for none
 * @param compare the result whose messages are compared with those of this one, as a full URI
 * @param resultFormat in what the result is written besides the part files
 * @param wanted what is counted besides levels, and of which records
 */
record LevelsSettings(
        String format,
        Optional<String> pattern,
        boolean skipBadFiles,
        int topMessages,
        Optional<String> compare,
        ResultFormat resultFormat,
        Wanted wanted) {
    private static final int MOST_MESSAGES = 10_000;

    private static final String FORMAT = "millrace.levels.format";
    private static final String PATTERN = "millrace.levels.pattern";
    private static final String FOLD = "millrace.levels.fold";
    private static final String SKIP = "millrace.skip.bad.files";
    private static final String BY = "millrace.levels.by";
    private static final String TOP = "millrace.levels.top.messages";
    private static final String COMPARE = "millrace.levels.compare";
    private static final String SINCE = "millrace.levels.since";
    private static final String UNTIL = "millrace.levels.until";
    private static final String ZONE = "millrace.levels.zone";
    private static final String NOW = "millrace.levels.now";
    private static final String OUTPUT_FORMAT = "millrace.levels.output.format";
    private static final String BURSTS = "millrace.levels.bursts";

    LevelsSettings {
        requireNonNull(format, "format");
        requireNonNull(pattern, "pattern");
        requireNonNull(compare, "compare");
        requireNonNull(resultFormat, "resultFormat");
        requireNonNull(wanted, "wanted");
        if (topMessages < 0 || topMessages > MOST_MESSAGES) {
            throw new IllegalArgumentException(
                    "--top-messages " + topMessages + ": must be from 0 to " + MOST_MESSAGES);
        }
        finder(format, pattern);
    }

    void writeTo(Configuration configuration) {
        configuration.set(FORMAT, format);
        pattern.ifPresent(p ->
                configuration.set(PATTERN, Base64.getEncoder().encodeToString(p.getBytes(StandardCharsets.UTF_8))));
        configuration.setBoolean(FOLD, wanted.fold());
        configuration.setBoolean(SKIP, skipBadFiles);
        configuration.set(BY, wanted.by().name());
        configuration.setInt(TOP, topMessages);
        compare.ifPresent(old -> configuration.set(COMPARE, old));
        configuration.setEnum(OUTPUT_FORMAT, resultFormat);
        configuration.setBoolean(BURSTS, wanted.minutes());
        // The client's clock and zone for all tasks: a length of time before now must mean the same everywhere.
        configuration.setLong(SINCE, wanted.window().since());
        configuration.setLong(UNTIL, wanted.window().until());
        configuration.set(ZONE, wanted.window().zone().getId());
        configuration.setLong(NOW, wanted.window().now());
    }

    static LevelsSettings readFrom(Configuration configuration) {
        int topMessages = configuration.getInt(TOP, 0);
        Optional<String> compare = Optional.ofNullable(configuration.get(COMPARE));
        return new LevelsSettings(
                configuration.get(FORMAT, "auto"),
                Optional.ofNullable(configuration.get(PATTERN))
                        .map(p -> new String(Base64.getDecoder().decode(p), StandardCharsets.UTF_8)),
                configuration.getBoolean(SKIP, false),
                topMessages,
                compare,
                configuration.getEnum(OUTPUT_FORMAT, ResultFormat.TEXT),
                new Wanted(
                        By.parse(configuration.get(BY, By.NONE.name())),
                        configuration.getBoolean(FOLD, true),
                        topMessages > 0 || compare.isPresent(),
                        configuration.getBoolean(BURSTS, false),
                        new TimeWindow(
                                configuration.getLong(SINCE, TimeWindow.OPEN_START),
                                configuration.getLong(UNTIL, TimeWindow.OPEN_END),
                                ZoneId.of(configuration.get(ZONE, "UTC")),
                                configuration.getLong(NOW, 0))));
    }

    /** The tables that this job is asked for, whether or not anything is in them. */
    Set<Table> tables() {
        Set<Table> tables = EnumSet.of(Table.COUNTS, Table.UNKNOWN_FORMS);
        if (wanted.minutes()) {
            tables.addAll(Set.of(Table.MINUTES, Table.BURSTS));
        }
        if (wanted.messages()) {
            tables.addAll(Set.of(Table.MESSAGES, Table.TEMPLATES));
        }
        if (compare.isPresent()) {
            tables.add(Table.CHANGES);
        }
        if (wanted.window().isBounded()) {
            tables.add(Table.UNTIMED);
        }
        if (skipBadFiles) {
            tables.add(Table.SKIPPED);
        }
        return tables;
    }

    FormatFinder finder() {
        return finder(format, pattern);
    }

    private static FormatFinder finder(String format, Optional<String> pattern) {
        if (pattern.isPresent()) {
            try {
                Pattern compiled = Pattern.compile(pattern.get());
                if (compiled.matcher("").groupCount() == 0) {
                    throw new IllegalArgumentException("--pattern '" + pattern.get()
                            + "': needs a group that holds the level, (?<level>...) or (...)");
                }
                return FormatFinder.pattern(compiled);
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException(
                        "--pattern '" + pattern.get() + "': " + e.getDescription() + " at character " + e.getIndex(),
                        e);
            }
        }
        if (format.startsWith("field=") && format.substring(6).matches("\\d{1,3}") && !format.equals("field=0")) {
            return FormatFinder.field(Integer.parseInt(format.substring(6)));
        }
        return switch (format) {
            case "auto" -> FormatFinder.any();
            case "header" -> FormatFinder.header();
            case "json" -> FormatFinder.json();
            case "logfmt" -> FormatFinder.logfmt();
            default ->
                throw new IllegalArgumentException(
                        "--form is '" + format + "', must be auto, header, json, logfmt or field=N with N from 1");
        };
    }
}
