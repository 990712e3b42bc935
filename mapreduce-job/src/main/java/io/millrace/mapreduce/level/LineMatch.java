package io.millrace.mapreduce.level;

/**
 * Where in a line its level stands. Mutable and reused for every line, because an object per line would cost more than
 * reading the line.
 */
public final class LineMatch {
    /** First byte of the level's word. */
    int levelFrom;
    /** Byte after the level's word. */
    int levelTo;
    /** A level passed on between steps that return a position. */
    int found;

    private JsonRecord json;

    /** First byte of the level's word in the line last read; meaningful only if a level was found. */
    public int levelFrom() {
        return levelFrom;
    }

    /** Byte after the level's word in the line last read; meaningful only if a level was found. */
    public int levelTo() {
        return levelTo;
    }

    /** Where the members of a JSON line are noted; made when the first such line comes. */
    JsonRecord json() {
        if (json == null) {
            json = new JsonRecord();
        }
        return json;
    }

    int at(int level, int from, int to) {
        levelFrom = from;
        levelTo = to;
        return level;
    }
}
