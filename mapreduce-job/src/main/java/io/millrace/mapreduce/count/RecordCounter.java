package io.millrace.mapreduce.count;

import io.millrace.mapreduce.access.AccessForm;
import io.millrace.mapreduce.access.FieldFinder;
import io.millrace.mapreduce.level.Colours;
import io.millrace.mapreduce.level.LevelWords;
import io.millrace.mapreduce.level.LineFormat;
import io.millrace.mapreduce.level.LineMatch;
import io.millrace.mapreduce.line.LineSink;
import io.millrace.mapreduce.record.MessageMask;
import io.millrace.mapreduce.record.RecordFacts;
import io.millrace.mapreduce.record.TimeStep;
import io.millrace.mapreduce.time.LocalZone;
import io.millrace.mapreduce.time.TimeText;
import io.millrace.mapreduce.time.TimeWindow;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Counts records by level and by what a job asks for besides: minute, hour, day, source, logger, a field, and masked messages, of all
 * records or of those in a window of time. Labels and levels are joined by tabs: {@code label TAB level} and {@code level TAB
 * masked message}.
 */
public final class RecordCounter implements LineSink {
    private static final byte[] NOTHING = TimeText.NOTHING.getBytes(StandardCharsets.US_ASCII);

    private final LineFormat format;
    private final LineMatch match = new LineMatch();
    private final PartCounts counts;
    private final Tables tables;
    private final Wanted wanted;
    private final TimeStep step;
    /** What is asked of each record, looked up once: these are asked for every line. */
    private final boolean isTimed;

    private final boolean isLabelled;
    private final boolean isLabelledByTime;
    /** Null if times without a zone stay as they are written. */
    private final LocalZone zone;
    /** Null if all records count. */
    private final TimeWindow window;

    /** Null if the label is no field. */
    private final FieldFinder finder;

    private final byte[] source;
    private final byte[][] names;
    /** The numbers that the labels of the last time's levels have in their table, and until when. */
    private final int[] numbers;

    private long time = -1;
    private int drains;
    private final RecordFacts facts;
    private final Colours colours = new Colours();
    private final byte[] key = new byte[RecordFacts.LONGEST_LABEL + MessageMask.LONGEST + 64];

    /**
     * A counter for one file.
     *
     * @param counts takes the records of this file
     * @param tables take what is wanted besides
     * @param source the file's name, for records that do not name their source
     * @param access what the file's head says of its fields and times
     */
    public RecordCounter(
            LineFormat format, PartCounts counts, Tables tables, Wanted wanted, String source, AccessForm access) {
        this.format = format;
        this.facts = new RecordFacts(format);
        this.counts = counts;
        this.tables = tables;
        this.wanted = wanted;
        this.isTimed = wanted.isTimed();
        this.isLabelled = wanted.by().isAny();
        this.isLabelledByTime = wanted.by().time().isPresent();
        this.step = wanted.by().time().orElse(TimeStep.HOUR);
        this.zone = access.isUtc() || wanted.window().isUtc()
                ? null
                : new LocalZone(wanted.window().zone());
        this.window = wanted.window().isBounded() ? wanted.window() : null;
        this.finder = wanted.by().finder(access).orElse(null);
        this.source = source.getBytes(StandardCharsets.UTF_8);
        this.names = names(wanted.fold());
        this.numbers = new int[names.length];
    }

    @Override
    public void line(byte[] bytes, int from, int to, long offset) {
        line(bytes, from, to, offset, false);
    }

    @Override
    public void lastLine(byte[] bytes, int from, int to, long offset) {
        line(bytes, from, to, offset, true);
    }

    private void line(byte[] bytes, int from, int to, long offset, boolean last) {
        if (Colours.isAnywhereIn(bytes, from, to)) {
            colours.strip(bytes, from, to);
            plain(colours.text(), 0, colours.length(), offset, last);
        } else {
            plain(bytes, from, to, offset, last);
        }
    }

    /** Takes a line of the part before this one, whose time the first record here may need. */
    public void before(byte[] bytes, int from, int to) {
        if (format.isTimeOfNext(bytes, from, to)) {
            facts.note(bytes, from, to);
        }
    }

    private void plain(byte[] bytes, int from, int to, long offset, boolean last) {
        int level = last
                ? format.classifyLast(bytes, from, to, offset, match)
                : format.classify(bytes, from, to, offset, match);
        if (level == LineFormat.PART) {
            before(bytes, from, to);
            return;
        }
        facts.read(bytes, from, to, level >= 0 ? match : null);
        count(level, isTimed && facts.findTime(), null);
    }

    /** Counts a record whose parts are columns. */
    public void columns(RowColumns row) {
        boolean detailed = wanted.isDetailed();
        int own = row.level >= 0 && !detailed
                ? LineFormat.UNLEVELED
                : format.classify(row.text, 0, row.text.length, 0, match);
        int level = row.level >= 0 ? row.level : Math.max(own, LineFormat.UNLEVELED);
        if (!detailed) {
            counts.levels().add(level);
            return;
        }
        facts.read(row.text, 0, row.text.length, own >= 0 ? match : null);
        count(level, isTimed && findTime(row), row.label);
    }

    private boolean findTime(RowColumns row) {
        if (row.hasMillis) {
            facts.setTime(row.millis, row.utc);
            return true;
        }
        return row.time != null && facts.findTime(row.time) || facts.findTime();
    }

    private void count(int level, boolean timed, byte[] label) {
        if (timed && zone != null) {
            facts.settleTime(zone);
        }
        if (window != null && !isIn(level, timed)) {
            return;
        }
        counts.levels().add(level);
        int row = level < 0 ? names.length - 1 : level;
        byte[] name = names[row];
        boolean byTime = isLabelledByTime && timed;
        if (isLabelled && !(byTime && countAgain(row))) {
            int number = leveled(tables.labels(), label(timed, label), name);
            if (byTime) {
                numbers[row] = number;
            }
        }
        if (wanted.minutes() && timed) {
            leveled(tables.minutes(), facts.writeTime(key, TimeStep.MINUTE), name);
        }
        if (wanted.messages()) {
            System.arraycopy(name, 0, key, 0, name.length);
            key[name.length] = '\t';
            int end = facts.masked(key, name.length + 1);
            long second = timed ? facts.second() : 0;
            tables.messages().add(key, end, timed, second, facts.bytes(), facts.from(), facts.to());
        }
        tables.relieve();
    }

    /** Counts the label that stands in the first bytes of the key. */
    private int leveled(SliceCounts table, int labelLength, byte[] name) {
        key[labelLength] = '\t';
        System.arraycopy(name, 0, key, labelLength + 1, name.length);
        return table.add(key, 0, labelLength + 1 + name.length, 1);
    }

    /** Counts a record like one before it, of the same time and level, whose label need not be written again; false if there is none. */
    private boolean countAgain(int row) {
        SliceCounts labels = tables.labels();
        long timeNow = facts.timeNumber(step);
        if (timeNow != time || labels.drains() != drains) {
            Arrays.fill(numbers, -1);
            time = timeNow;
            drains = labels.drains();
            return false;
        }
        if (numbers[row] < 0) {
            return false;
        }
        labels.again(numbers[row]);
        return true;
    }

    private boolean isIn(int level, boolean timed) {
        if (!timed) {
            counts.untimed().add(level);
            return false;
        }
        if (!facts.isIn(window)) {
            counts.isOutside();
            return false;
        }
        if (facts.lacksYear()) {
            counts.lacksYear();
        }
        return true;
    }

    /** Writes the record's label to the key; returns its length. */
    private int label(boolean timed, byte[] given) {
        if (given != null) {
            return copy(given);
        }
        return switch (wanted.by().kind()) {
            case NONE -> 0;
            case MINUTE, HOUR, DAY -> timed ? facts.writeTime(key, step) : copy(NOTHING);
            case LOGGER -> facts.logger(key);
            case SOURCE -> {
                int length = facts.source(key);
                yield length == 0 ? copy(source) : length;
            }
            case STATUS, METHOD, PATH, CLIENT, FIELD -> {
                int length = facts.field(finder, key);
                yield length == 0 ? copy(NOTHING) : length;
            }
        };
    }

    private int copy(byte[] label) {
        int length = Math.min(label.length, RecordFacts.LONGEST_LABEL);
        System.arraycopy(label, 0, key, 0, length);
        return length;
    }

    private static byte[][] names(boolean fold) {
        byte[][] names = new byte[LevelWords.size() + 1][];
        for (int level = 0; level < LevelWords.size(); level++) {
            String name = fold ? LevelWords.folded(level) : LevelWords.written(level);
            names[level] = name.getBytes(StandardCharsets.US_ASCII);
        }
        names[LevelWords.size()] = LevelWords.NONE.getBytes(StandardCharsets.US_ASCII);
        return names;
    }
}
