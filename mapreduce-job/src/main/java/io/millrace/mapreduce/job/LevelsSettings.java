package io.millrace.mapreduce.job;

import static java.util.Objects.requireNonNull;

import io.millrace.mapreduce.count.Breakdown;
import io.millrace.mapreduce.level.FormatFinder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.hadoop.conf.Configuration;

/**
 * What a level job shall do.
 *
 * @param format name of the lines' format, or auto
 * @param pattern regular expression that finds the level, in place of a format
 * @param fold whether spellings of one level are counted together
 * @param skipBadFiles whether files that cannot be read are left out instead of failing the job
 * @param by by what the counts are broken down
 * @param topMessages how many of the most frequent messages per level are listed; 0 for none
 */
record LevelsSettings(
        String format, Optional<String> pattern, boolean fold, boolean skipBadFiles, Breakdown by, int topMessages) {
    private static final String BY = "millrace.levels.by";
    private static final String TOP = "millrace.levels.top.messages";
    private static final int MOST_MESSAGES = 10_000;

    private static final String FORMAT = "millrace.levels.format";
    private static final String PATTERN = "millrace.levels.pattern";
    private static final String FOLD = "millrace.levels.fold";
    private static final String SKIP = "millrace.skip.bad.files";

    LevelsSettings {
        requireNonNull(format, "format");
        requireNonNull(pattern, "pattern");
        requireNonNull(by, "by");
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
        configuration.setBoolean(FOLD, fold);
        configuration.setBoolean(SKIP, skipBadFiles);
        configuration.setEnum(BY, by);
        configuration.setInt(TOP, topMessages);
    }

    static LevelsSettings readFrom(Configuration configuration) {
        return new LevelsSettings(
                configuration.get(FORMAT, "auto"),
                Optional.ofNullable(configuration.get(PATTERN))
                        .map(p -> new String(Base64.getDecoder().decode(p), StandardCharsets.UTF_8)),
                configuration.getBoolean(FOLD, true),
                configuration.getBoolean(SKIP, false),
                configuration.getEnum(BY, Breakdown.NONE),
                configuration.getInt(TOP, 0));
    }

    /** Whether more than the level of each record is looked at. */
    boolean isDetailed() {
        return by != Breakdown.NONE || topMessages > 0;
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
                        "--format is '" + format + "', must be auto, header, json, logfmt or field=N with N from 1");
        };
    }
}
