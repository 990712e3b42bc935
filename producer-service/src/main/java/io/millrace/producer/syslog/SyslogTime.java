package io.millrace.producer.syslog;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Times as messages write them. Most name no zone and many no year; the zone is a setting, the year is the last that is possible. */
final class SyslogTime {
    private static final String MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec";
    private static final String CLOCK = "\\d{1,2}:\\d{2}:\\d{2}(?:[.,]\\d{1,9})?";
    private static final String ISO = "\\d{4}-\\d{2}-\\d{2}[T ]" + CLOCK + "(?:Z|[+-]\\d{2}:?\\d{2})?";
    /** What a time looks like, without groups that capture. */
    static final String SHAPE = "(?:" + MONTHS + ") +\\d{1,2} (?:\\d{4} )?" + CLOCK + "(?: UTC| GMT)?|" + ISO;

    private static final Pattern OLD = Pattern.compile("(" + MONTHS + ") +(\\d{1,2}) (?:(\\d{4}) )?"
            + "(\\d{1,2}):(\\d{2}):(\\d{2})(?:[.,](\\d{1,9}))?( UTC| GMT)?");
    private static final Pattern SHORT_OFFSET = Pattern.compile("([+-]\\d{2})(\\d{2})$");
    private static final List<String> MONTH_NAMES = List.of(MONTHS.split("\\|"));
    private static final int NANO_DIGITS = 9;
    /** How far a sender's clock may be ahead of ours, or its zone of the one that is set. */
    private static final Duration AHEAD = Duration.ofDays(7);
    /** The 29th of February is there once in eight years at the least. */
    private static final int YEARS = 9;

    private final ZoneId zone;

    SyslogTime(ZoneId zone) {
        this.zone = zone;
    }

    /** The time; empty if the text is none, such as the 30th of February. */
    Optional<Instant> parse(String text, Instant arrival) {
        try {
            Matcher old = OLD.matcher(text);
            return old.matches() ? old(old, arrival) : iso(text);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private Optional<Instant> iso(String text) {
        String plain = text.replace(' ', 'T').replace(',', '.');
        if (plain.endsWith("Z") || plain.lastIndexOf('+') > 0 || plain.lastIndexOf('-') > plain.indexOf('T')) {
            String offset = SHORT_OFFSET.matcher(plain).replaceFirst("$1:$2");
            return Optional.of(OffsetDateTime.parse(offset).toInstant());
        }
        return Optional.of(LocalDateTime.parse(plain).atZone(zone).toInstant());
    }

    private Optional<Instant> old(Matcher parts, Instant arrival) {
        if (parts.group(3) != null) {
            return Optional.of(of(parts, Integer.parseInt(parts.group(3))));
        }
        Instant latest = arrival.plus(AHEAD);
        int year = latest.atZone(zone).getYear();
        return IntStream.iterate(year, one -> one > year - YEARS, one -> one - 1)
                .mapToObj(one -> inYear(parts, one))
                .flatMap(Optional::stream)
                .filter(time -> !time.isAfter(latest))
                .findFirst();
    }

    private Optional<Instant> inYear(Matcher parts, int year) {
        try {
            return Optional.of(of(parts, year));
        } catch (DateTimeException e) {
            // The 29th of February, in most years.
            return Optional.empty();
        }
    }

    private Instant of(Matcher parts, int year) {
        String fraction = parts.group(7) == null ? "" : parts.group(7);
        int nanos = Integer.parseInt(fraction + "0".repeat(NANO_DIGITS - fraction.length()));
        LocalDateTime local = LocalDateTime.of(
                year,
                MONTH_NAMES.indexOf(parts.group(1)) + 1,
                Integer.parseInt(parts.group(2)),
                Integer.parseInt(parts.group(4)),
                Integer.parseInt(parts.group(5)),
                Integer.parseInt(parts.group(6)),
                nanos);
        return parts.group(8) == null ? local.atZone(zone).toInstant() : local.toInstant(ZoneOffset.UTC);
    }
}
