package io.millrace.mapreduce.count;

import io.millrace.mapreduce.level.Colours;
import io.millrace.mapreduce.level.LevelWords;
import io.millrace.mapreduce.level.LineFormat;
import io.millrace.mapreduce.level.LineMatch;
import io.millrace.mapreduce.line.LineSink;
import io.millrace.mapreduce.record.MessageMask;
import io.millrace.mapreduce.record.RecordFacts;
import io.millrace.mapreduce.record.TimeStep;
import java.nio.charset.StandardCharsets;

/**
 * Counts records by level and by what a job asks for besides: minute, hour, day, source, logger, and templates of messages.
 * Labels and levels are joined by tabs: {@code label TAB level} and {@code level TAB template}.
 */
public final class RecordCounter implements LineSink {
    private final LineFormat format;
    private final LineMatch match = new LineMatch();
    private final LevelCounts counts;
    private final SliceCounts labels;
    private final SliceCounts templates;
    private final Breakdown by;
    private final TimeStep step;
    private final byte[] source;
    private final byte[][] names;
    private final Runnable whenFull;
    private final RecordFacts facts = new RecordFacts();
    private final Colours colours = new Colours();
    private final byte[] key = new byte[RecordFacts.LONGEST_LABEL + MessageMask.LONGEST + 64];

    /**
     * A counter for one file.
     *
     * @param source the file's name, for records that do not name their source
     * @param fold whether spellings of one level are counted together
     * @param labels takes the breakdown's counts
     * @param templates takes the messages' counts, or null if they are not asked for
     * @param whenFull called when labels or templates should be drained
     */
    public RecordCounter(
            LineFormat format,
            LevelCounts counts,
            Breakdown by,
            String source,
            boolean fold,
            SliceCounts labels,
            SliceCounts templates,
            Runnable whenFull) {
        this.format = format;
        this.counts = counts;
        this.by = by;
        this.step = by.time().orElse(TimeStep.HOUR);
        this.source = source.getBytes(StandardCharsets.UTF_8);
        this.labels = labels;
        this.templates = templates;
        this.whenFull = whenFull;
        this.names = names(fold);
    }

    @Override
    public void line(byte[] bytes, int from, int to, long offset) {
        if (Colours.isAnywhereIn(bytes, from, to)) {
            colours.strip(bytes, from, to);
            plain(colours.text(), 0, colours.length(), offset);
        } else {
            plain(bytes, from, to, offset);
        }
    }

    /** Takes a line of the part before this one, whose time the first record here may need. */
    public void before(byte[] bytes, int from, int to) {
        if (format.isTimeOfNext(bytes, from, to)) {
            facts.note(bytes, from, to);
        }
    }

    private void plain(byte[] bytes, int from, int to, long offset) {
        int level = format.classify(bytes, from, to, offset, match);
        if (level != LineFormat.PART) {
            counts.add(level);
            facts.read(bytes, from, to, level >= 0 ? match : null);
            record(level, label(-1));
        } else {
            before(bytes, from, to);
        }
    }

    /**
     * Counts a record whose parts are columns.
     *
     * @param given the level, or negative if only the text tells
     * @param text the message, or the whole record as text
     * @param millis its time in milliseconds since 1970; negative if only the text tells
     * @param label its logger or source, if that is asked for; null if only the text tells
     */
    public void columns(int given, byte[] text, long millis, byte[] label) {
        int own = given >= 0 && by == Breakdown.NONE && templates == null
                ? LineFormat.UNLEVELED
                : format.classify(text, 0, text.length, 0, match);
        int level = given >= 0 ? given : Math.max(own, LineFormat.UNLEVELED);
        counts.add(level);
        if (by == Breakdown.NONE && templates == null) {
            return;
        }
        facts.read(text, 0, text.length, own >= 0 ? match : null);
        int length;
        if (label != null && by != Breakdown.NONE) {
            length = Math.min(label.length, RecordFacts.LONGEST_LABEL);
            System.arraycopy(label, 0, key, 0, length);
        } else {
            length = label(millis);
        }
        record(level, length);
    }

    private void record(int level, int labelLength) {
        byte[] name = names[level < 0 ? names.length - 1 : level];
        if (by != Breakdown.NONE) {
            key[labelLength] = '\t';
            System.arraycopy(name, 0, key, labelLength + 1, name.length);
            labels.add(key, 0, labelLength + 1 + name.length, 1);
        }
        if (templates != null) {
            System.arraycopy(name, 0, key, 0, name.length);
            key[name.length] = '\t';
            templates.add(key, 0, facts.template(key, name.length + 1), 1);
        }
        if ((labels != null && labels.isFull()) || (templates != null && templates.isFull())) {
            whenFull.run();
        }
    }

    private int label(long millis) {
        return switch (by) {
            case NONE -> 0;
            case MINUTE, HOUR, DAY -> millis >= 0 ? facts.time(millis, key, step) : facts.time(key, step);
            case LOGGER -> facts.logger(key);
            case SOURCE -> {
                int length = facts.source(key);
                if (length == 0) {
                    length = Math.min(source.length, RecordFacts.LONGEST_LABEL);
                    System.arraycopy(source, 0, key, 0, length);
                }
                yield length;
            }
        };
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
