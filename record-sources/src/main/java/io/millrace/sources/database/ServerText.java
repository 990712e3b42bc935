package io.millrace.sources.database;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values as servers write them in text. What has no counterpart in Java stays the server's text: zero dates, February 30th,
 * infinity, NaN as a decimal.
 */
public final class ServerText {
    private static final Pattern DATE = Pattern.compile("(\\d{4,7})-(\\d\\d)-(\\d\\d)( BC)?");
    private static final Pattern TIMESTAMP =
            Pattern.compile("(\\d{4,7}-\\d\\d-\\d\\d)[ T](\\d\\d:\\d\\d:\\d\\d)(\\.\\d{1,9})?(\\+00(?::00)?)?( BC)?");
    private static final Pattern DURATION = Pattern.compile("(-?)(\\d+):(\\d\\d):(\\d\\d)(?:\\.(\\d{1,9}))?");
    private static final int NANO_DIGITS = 9;

    private ServerText() {}

    /** A whole number: a Long, or a BigDecimal if it is greater than any. */
    public static Object whole(String text) {
        // Longs have up to 18 digits for sure; an unsigned one may be greater than any long.
        if (text.length() <= 18) {
            return Long.parseLong(text);
        }
        BigDecimal number = new BigDecimal(text);
        return number.precision() <= 19 && number.compareTo(BigDecimal.valueOf(number.longValue())) == 0
                ? (Object) number.longValue()
                : number;
    }

    /** A decimal, or the text if it is none, as {@code NaN}. */
    public static Object decimal(String text) {
        char last = text.charAt(text.length() - 1);
        return Character.isDigit(last) || last == '.' ? new BigDecimal(text) : text;
    }

    static Object date(String text) {
        Matcher parts = DATE.matcher(text);
        if (!parts.matches()) {
            return text;
        }
        int year = Integer.parseInt(parts.group(1));
        if (year == 0) {
            // MySQL's zero dates: no server counts a year 0.
            return text;
        }
        try {
            return LocalDate.of(
                    parts.group(4) == null ? year : 1 - year,
                    Integer.parseInt(parts.group(2)),
                    Integer.parseInt(parts.group(3)));
        } catch (DateTimeException e) {
            return text;
        }
    }

    /** A time without zone, or with UTC. */
    static Object timestamp(String text) {
        Matcher parts = TIMESTAMP.matcher(text);
        if (!parts.matches()) {
            return text;
        }
        String era = parts.group(5) == null ? "" : parts.group(5);
        if (!(date(parts.group(1) + era) instanceof LocalDate day)) {
            return text;
        }
        String fraction = parts.group(3) == null ? "" : parts.group(3);
        return time(parts.group(2) + fraction) instanceof LocalTime time ? LocalDateTime.of(day, time) : text;
    }

    static Object instant(String text) {
        return timestamp(text) instanceof LocalDateTime time ? time.toInstant(ZoneOffset.UTC) : text;
    }

    static Object time(String text) {
        try {
            return LocalTime.parse(text);
        } catch (DateTimeException e) {
            return text;
        }
    }

    static Object duration(String text) {
        Matcher parts = DURATION.matcher(text);
        if (!parts.matches()) {
            return text;
        }
        String fraction = parts.group(5) == null ? "" : parts.group(5);
        Duration length = Duration.ofHours(Long.parseLong(parts.group(2)))
                .plusMinutes(Long.parseLong(parts.group(3)))
                .plusSeconds(Long.parseLong(parts.group(4)))
                .plusNanos(Long.parseLong(fraction + "0".repeat(NANO_DIGITS - fraction.length())));
        return parts.group(1).isEmpty() ? length : length.negated();
    }

    /** An array as PostgreSQL writes it, {@code {1,NULL,"a\"b",{2}}}; a List, or the text if it is none. */
    static Object array(String text, Function<String, Object> element) {
        int start = text.indexOf('{');
        return start < 0 ? text : new ArrayText(text, start, element).list();
    }

    /** Reads one array; goes through the text once. */
    private static final class ArrayText {
        private final String text;
        private final Function<String, Object> element;
        private int at;

        ArrayText(String text, int start, Function<String, Object> element) {
            this.text = text;
            this.at = start;
            this.element = element;
        }

        List<Object> list() {
            List<Object> values = new ArrayList<>();
            at++;
            while (text.charAt(at) != '}') {
                switch (text.charAt(at)) {
                    case ',' -> at++;
                    case '{' -> values.add(list());
                    case '"' -> values.add(element.apply(quoted()));
                    default -> {
                        String plain = plain();
                        values.add(plain.equals("NULL") ? null : element.apply(plain));
                    }
                }
            }
            at++;
            return values;
        }

        private String quoted() {
            StringBuilder value = new StringBuilder();
            at++;
            while (text.charAt(at) != '"') {
                if (text.charAt(at) == '\\') {
                    at++;
                }
                value.append(text.charAt(at++));
            }
            at++;
            return value.toString();
        }

        private String plain() {
            int from = at;
            while (text.charAt(at) != ',' && text.charAt(at) != '}') {
                at++;
            }
            return text.substring(from, at);
        }
    }
}
