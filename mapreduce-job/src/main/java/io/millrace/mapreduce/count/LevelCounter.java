package io.millrace.mapreduce.count;

import io.millrace.mapreduce.level.LineFormat;
import io.millrace.mapreduce.level.LineMatch;
import io.millrace.mapreduce.line.LineSink;

/** Counts the levels of lines. */
public final class LevelCounter implements LineSink {
    private final LineFormat format;
    private final LineMatch match = new LineMatch();
    private final LevelCounts counts;

    /** A counter for lines of this format. */
    public LevelCounter(LineFormat format, LevelCounts counts) {
        this.format = format;
        this.counts = counts;
    }

    @Override
    public void line(byte[] bytes, int from, int to, long offset) {
        int level = format.classify(bytes, from, to, offset, match);
        if (level != LineFormat.PART) {
            counts.add(level);
        }
    }

    @Override
    public void lastLine(byte[] bytes, int from, int to, long offset) {
        int level = format.classifyLast(bytes, from, to, offset, match);
        if (level != LineFormat.PART) {
            counts.add(level);
        }
    }
}
