package io.millrace.formats.layout;

import static java.util.Objects.requireNonNull;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads back from a folder's path the time that {@link FolderTemplate} wrote into it. */
public final class FolderTimes {
    private static final String SUBJECT = "--layout";

    private final Pattern form;
    private final DateTimeFormatter formatter;
    private final ChronoUnit unit;
    private final ZoneId zone;
    /** Parts of a path up to the last one with a time in it. */
    private final int depth;

    /**
     * @param layout template of folders as in {@code --layout}, such as <code>dt={yyyy-MM-dd}/hour={HH}</code>
     * @param zone zone of its times
     * @throws TemplateException if it is no template, or does not name the year and all units from there to its smallest one
     */
    public FolderTimes(String layout, ZoneId zone) throws TemplateException {
        this.zone = requireNonNull(zone, "zone");
        StringBuilder expression = new StringBuilder();
        StringBuilder patterns = new StringBuilder();
        ChronoUnit finest = null;
        int parts = 1;
        int deepest = 0;
        for (Template.Part part : new Template(SUBJECT, layout).parts()) {
            if (!part.placeholder()) {
                expression.append(Pattern.quote(part.text()));
                parts += (int) part.text().chars().filter(c -> c == '/').count();
            } else if (TimePattern.looksLike(part.text())) {
                ChronoUnit own = timeUnit(layout, part.text());
                finest = finest == null || own.compareTo(finest) < 0 ? own : finest;
                deepest = parts;
                expression.append('(').append(widths(part.text())).append(')');
                patterns.append(patterns.isEmpty() ? "" : " ")
                        .append(part.text().replace('y', 'u'));
            } else {
                expression.append("[^/]+");
            }
        }
        checkUnits(layout, patterns.toString());
        this.form = Pattern.compile(expression.toString());
        this.formatter = formatter(patterns.toString());
        this.unit = finest;
        this.depth = deepest;
    }

    /** As many digits as the pattern writes. */
    private static String widths(String pattern) {
        StringBuilder expression = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            expression.append(Character.isLetter(c) ? "[0-9]" : Pattern.quote(String.valueOf(c)));
        }
        return expression.toString();
    }

    /** From the year on without a gap: a folder of the first hours of all days has no age. */
    private static void checkUnits(String layout, String patterns) throws TemplateException {
        boolean year = patterns.indexOf('u') >= 0;
        boolean month = patterns.indexOf('M') >= 0;
        boolean day = patterns.indexOf('d') >= 0 && month || patterns.indexOf('D') >= 0;
        boolean hour = patterns.indexOf('H') >= 0;
        boolean minute = patterns.indexOf('m') >= 0;
        if (!year || patterns.indexOf('d') >= 0 && !month || hour && !day || minute && !hour) {
            throw new TemplateException(SUBJECT + " '" + layout
                    + "' must name the year and all units from there to its smallest one to say of which time a folder is,"
                    + " such as {yyyy-MM-dd}/{HH}");
        }
    }

    private static ChronoUnit timeUnit(String layout, String pattern) throws TemplateException {
        try {
            return TimePattern.of(pattern).unit();
        } catch (IllegalArgumentException e) {
            throw new TemplateException(SUBJECT + " '" + layout + "' has '{" + pattern
                    + "}', which is not a date pattern: " + e.getMessage());
        }
    }

    private static DateTimeFormatter formatter(String patterns) {
        DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder().appendPattern(patterns);
        if (patterns.indexOf('D') < 0) {
            builder.parseDefaulting(ChronoField.MONTH_OF_YEAR, 1).parseDefaulting(ChronoField.DAY_OF_MONTH, 1);
        }
        return builder.parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
                .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0)
                .toFormatter(Locale.ROOT)
                .withResolverStyle(ResolverStyle.STRICT);
    }

    /**
     * The moment at which the time of a file's folder ends: no event time in it is later. Where clocks are set back and the moment
     * comes twice, the second one.
     *
     * @param path of the file, relative to the data root
     * @return empty if its folder is not of this layout
     */
    public Optional<Instant> end(String path) {
        return begin(path)
                .map(begin -> begin.plus(1, unit)
                        .atZone(zone)
                        .withLaterOffsetAtOverlap()
                        .toInstant());
    }

    /**
     * A folder that is named after a time.
     *
     * @param path relative to the data root, up to the last part with a time in it
     * @param begin the earliest moment whose records it takes
     * @param end the moment from which on the next one takes them
     */
    public record TimeFolder(String path, Instant begin, Instant end) {}

    /**
     * The folder of a time that a file lies in, itself or in folders below it.
     *
     * @param path of the file, relative to the data root
     * @return empty if its folder is not of this layout
     */
    public Optional<TimeFolder> folder(String path) {
        return begin(path).map(local -> {
            // Where clocks are set back a time comes twice, with other times in between if the folder's unit is short.
            TimePattern.Range first = TimePattern.around(local.atZone(zone).withEarlierOffsetAtOverlap(), unit);
            TimePattern.Range second = TimePattern.around(local.atZone(zone).withLaterOffsetAtOverlap(), unit);
            return new TimeFolder(
                    folderOfTime(path),
                    Instant.ofEpochMilli(first.start()),
                    Instant.ofEpochMilli(Math.max(first.end(), second.end())));
        });
    }

    /**
     * A layout up to the end of the part with the last time in it: of files whose layouts are the same so far, the folders of a time
     * are the same.
     *
     * @throws TemplateException if it is no template
     */
    public static String upToTime(String layout) throws TemplateException {
        StringBuilder text = new StringBuilder();
        int end = 0;
        boolean open = false;
        for (Template.Part part : new Template(SUBJECT, layout).parts()) {
            String written = part.placeholder() ? "{" + part.text() + "}" : part.text();
            if (open && !part.placeholder() && written.indexOf('/') >= 0) {
                end = text.length() + written.indexOf('/');
                open = false;
            }
            text.append(written);
            if (part.placeholder() && TimePattern.looksLike(part.text())) {
                open = true;
            }
        }
        return open ? text.toString() : text.substring(0, end);
    }

    private String folderOfTime(String path) {
        int end = -1;
        for (int part = 0; part < depth; part++) {
            end = path.indexOf('/', end + 1);
        }
        return path.substring(0, end);
    }

    /** The beginning of the folder that takes records of this moment. */
    public Instant begin(Instant moment) {
        return Instant.ofEpochMilli(
                TimePattern.around(moment.atZone(zone), unit).start());
    }

    private Optional<LocalDateTime> begin(String path) {
        int slash = path.lastIndexOf('/');
        Matcher matcher = form.matcher(slash < 0 ? "" : path.substring(0, slash));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder();
        for (int group = 1; group <= matcher.groupCount(); group++) {
            text.append(group == 1 ? "" : " ").append(matcher.group(group));
        }
        try {
            return Optional.of(LocalDateTime.parse(text, formatter));
        } catch (DateTimeException otherForm) {
            return Optional.empty();
        }
    }
}
