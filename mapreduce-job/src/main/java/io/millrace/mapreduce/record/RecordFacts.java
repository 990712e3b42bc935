package io.millrace.mapreduce.record;

import io.millrace.mapreduce.access.FieldFinder;
import io.millrace.mapreduce.level.JsonScan;
import io.millrace.mapreduce.level.LineFormat;
import io.millrace.mapreduce.level.LineMatch;
import io.millrace.mapreduce.time.LocalZone;
import io.millrace.mapreduce.time.TimeText;
import io.millrace.mapreduce.time.TimeWindow;

/** Time, logger and message of one record after the other; mutable and reused. */
public final class RecordFacts {
    /** Longest label in bytes. */
    public static final int LONGEST_LABEL = 256;

    private static final String[] TIMES = {
        "timestamp",
        "@timestamp",
        "time",
        "ts",
        "t",
        "@t",
        "datetime",
        "date",
        "asctime",
        "__REALTIME_TIMESTAMP",
        "timeUnixNano",
        "Timestamp",
        "TimeStamp",
        "eventTime",
        "event_time",
        "startTime",
        "instant"
    };
    private static final String[] DATE_WITHIN = {"$date", "epochSecond"};
    private static final String[] LOGGERS = {
        "logger",
        "logger_name",
        "loggerName",
        "log.logger",
        "name",
        "component",
        "module",
        "c",
        "SYSLOG_IDENTIFIER",
        "Category",
        "@module"
    };
    private static final String[] MESSAGES = {
        "message", "msg", "short_message", "@mt", "@m", "body", "log", "MESSAGE", "Message", "@message"
    };
    private static final String[] SOURCES = {"source"};

    private final LineFormat format;
    private final Slice logger = new Slice();
    private final Slice wrappedLogger = new Slice();
    private final LineMatch inner = new LineMatch();
    private final Slice message = new Slice();
    private final Moment moment = new Moment();
    private final Moment lineBefore = new Moment();
    private final int[] found = new int[2];
    private final byte[] label = new byte[LONGEST_LABEL];
    private byte[] bytes = new byte[0];
    private int from;
    private int to;
    private boolean json;
    /** Whether the record has a level, and where its header ends: what follows is looked at only if somebody asks. */
    private boolean leveled;

    private int levelFrom;
    private int levelTo;
    private boolean parsed;
    private boolean noted;
    private boolean pending;

    /** Facts of records whose file is not known. */
    public RecordFacts() {
        this(LineFormat.anyForm());
    }

    /** Facts of the records of a file of this format. */
    public RecordFacts(LineFormat format) {
        this.format = format;
    }

    /**
     * Points to the record in from..to of b.
     *
     * @param match where the level stands, or null if the record has none
     */
    public void read(byte[] b, int recordFrom, int recordTo, LineMatch match) {
        bytes = b;
        from = recordFrom;
        to = recordTo;
        json = from < to && b[from] == '{';
        noted = pending;
        pending = false;
        parsed = false;
        leveled = match != null;
        levelFrom = leveled ? match.levelFrom() : 0;
        levelTo = leveled ? match.levelTo() : 0;
    }

    private void parse() {
        if (parsed) {
            return;
        }
        parsed = true;
        logger.set(0, 0);
        message.set(from, to);
        if (json) {
            if (JsonScan.member(bytes, from, to, LOGGERS, found)) {
                logger.set(found[0], found[1]);
            }
            if (JsonScan.member(bytes, from, to, MESSAGES, found)) {
                message.set(found[0], found[1]);
                withoutHeader(bytes, found[0], found[1]);
            }
        } else if (leveled) {
            HeaderRest.find(bytes, from, levelFrom, levelTo, to, logger, message);
        }
    }

    /** A message may be a whole line with a header of its own, as collectors wrap them. */
    private void withoutHeader(byte[] b, int start, int end) {
        if (format.isLeveledMessage(b, start, end, inner)) {
            HeaderRest.find(b, start, inner.levelFrom(), inner.levelTo(), end, wrappedLogger, message);
            if (logger.isEmpty()) {
                logger.set(wrappedLogger.from(), wrappedLogger.to());
            }
        }
    }

    /** Writes the record's day, hour or minute, or "-" if it has no time, to target from position 0; returns its length. */
    public int time(byte[] target, TimeStep step) {
        return findTime() ? writeTime(target, step) : dash(target);
    }

    /** Looks for the record's time, for {@link #writeTime} and {@link #isIn}; false if it has none. */
    public boolean findTime() {
        boolean known;
        if (!json) {
            known = UsualTime.find(bytes, from, to, moment);
        } else if (JsonScan.member(bytes, from, to, TIMES, found)) {
            if (bytes[found[0]] == '{') {
                JsonScan.member(bytes, found[0], found[1], DATE_WITHIN, found);
            }
            known = Times.find(bytes, found[0], found[1], moment);
        } else {
            known = false;
        }
        if (!known && noted) {
            moment.set(lineBefore);
            return true;
        }
        return known;
    }

    /** Takes the record's time out of a text that is nothing else; false if there is none. */
    public boolean findTime(byte[] text) {
        return Times.find(text, 0, text.length, moment);
    }

    /** The record's time is this, in milliseconds since 1970, in UTC or by a wall clock. */
    public void setTime(long millis, boolean utc) {
        moment.setMillis(millis, utc);
    }

    /** Turns the time that was found into UTC if it names no zone, for which this one is meant. */
    public void settleTime(LocalZone zone) {
        moment.settle(zone);
    }

    /** A number that the day, hour or minute has that was found, and no other one. */
    public long timeNumber(TimeStep step) {
        return moment.number(step);
    }

    /** Writes the day, hour or minute that was found to target from position 0; returns its length. */
    public int writeTime(byte[] target, TimeStep step) {
        return moment.write(target, 0, step);
    }

    /** The time that was found, in seconds since 1970; without a year, in that of {@link TimeText#NO_YEAR}. */
    public long second() {
        return moment.second();
    }

    /** The bytes among which the record stands. */
    public byte[] bytes() {
        return bytes;
    }

    /** The record's first byte. */
    public int from() {
        return from;
    }

    /** The byte after the record's first line. */
    public int to() {
        return to;
    }

    /** Whether the time that was found and settled may lie inside the window. */
    public boolean isIn(TimeWindow window) {
        return moment.isIn(window);
    }

    /** Whether the time that was found has no year. */
    public boolean lacksYear() {
        return moment.lacksYear();
    }

    /** Notes the time that a line of its own gives to the next record; a record that has one of its own keeps that. */
    public void note(byte[] b, int lineFrom, int lineTo) {
        pending = Times.find(b, lineFrom, lineTo, lineBefore);
    }

    /** Writes the record's logger, or "-", to target from position 0; returns its length. */
    public int logger(byte[] target) {
        parse();
        return copy(logger.from(), logger.to(), target);
    }

    /** Writes the source that a JSON record names to target from position 0; returns its length, 0 if it names none. */
    public int source(byte[] target) {
        return json && JsonScan.member(bytes, from, to, SOURCES, found) ? copy(found[0], found[1], target) : 0;
    }

    /** Writes the field that is looked for to target from position 0, within a label's length; returns its length, 0 if there is none. */
    public int field(FieldFinder finder, byte[] target) {
        int length = finder.find(bytes, from, to, label);
        System.arraycopy(label, 0, target, 0, length);
        return length;
    }

    /** Writes the masked message to target from a position on; returns the position after it. */
    public int masked(byte[] target, int at) {
        parse();
        return MessageMask.mask(bytes, message.from(), message.to(), target, at);
    }

    /** Copies from..to of the record to target as a label: one line, without tabs. */
    private int copy(int start, int end, byte[] target) {
        int length = Math.min(end - start, LONGEST_LABEL);
        if (length <= 0) {
            return dash(target);
        }
        for (int i = 0; i < length; i++) {
            byte c = bytes[start + i];
            target[i] = c == '\t' ? (byte) ' ' : c;
        }
        return length;
    }

    private static int dash(byte[] target) {
        target[0] = (byte) TimeText.NOTHING.charAt(0);
        return 1;
    }
}
