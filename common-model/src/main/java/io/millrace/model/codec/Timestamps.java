package io.millrace.model.codec;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Instants as text: ISO-8601, UTC, always with milliseconds, for instance {@code 2026-03-01T12:00:00.000Z}. */
public final class Timestamps {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private Timestamps() {}

    /** The instant as text, cut to milliseconds. */
    public static String format(Instant instant) {
        return FORMAT.format(instant);
    }

    /**
     * Reads {@code 2026-03-01T12:00:00Z}, with or without fractions, with any offset, or a bare date, which means its
     * midnight in UTC.
     *
     * @throws DecodeException if the text is none of these
     */
    public static Instant parse(String text) throws DecodeException {
        Instant usual = usualForm(text);
        if (usual != null) {
            return usual;
        }
        try {
            if (text.length() == 10) {
                return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new DecodeException("timestamp is '" + Excerpts.of(text)
                    + "', must be ISO-8601 with an offset, such as" + " 2026-03-01T12:00:00.000Z, or a date");
        }
    }

    /**
     * Reads {@code 2026-03-01T12:00:00Z} and {@code 2026-03-01T12:00:00.000Z}, the forms that our own services write, in a
     * fifth of the general parser's time; null for every other text, which is then left to that parser.
     */
    private static Instant usualForm(String text) {
        int length = text.length();
        if (length != 20 && length != 24
                || text.charAt(length - 1) != 'Z'
                || text.charAt(4) != '-'
                || text.charAt(7) != '-'
                || text.charAt(10) != 'T'
                || text.charAt(13) != ':'
                || text.charAt(16) != ':'
                || length == 24 && text.charAt(19) != '.') {
            return null;
        }
        int year = digits(text, 0, 4);
        int month = digits(text, 5, 7);
        int day = digits(text, 8, 10);
        int hour = digits(text, 11, 13);
        int minute = digits(text, 14, 16);
        int second = digits(text, 17, 19);
        int millis = length == 24 ? digits(text, 20, 23) : 0;
        // Days that not every month has, and everything odd, are the general parser's business: it knows the calendar.
        if (year < 0
                || month < 1
                || month > 12
                || day < 1
                || day > 28 && (day > 30 || month == 2)
                || hour < 0
                || hour > 23
                || minute < 0
                || minute > 59
                || second < 0
                || second > 59
                || millis < 0) {
            return null;
        }
        long days = LocalDate.of(year, month, day).toEpochDay();
        return Instant.ofEpochSecond(((days * 24 + hour) * 60 + minute) * 60 + second, millis * 1_000_000L);
    }

    /** The number written there, or -1 if other characters are. */
    private static int digits(String text, int from, int to) {
        int number = 0;
        for (int at = from; at < to; at++) {
            int digit = text.charAt(at) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
