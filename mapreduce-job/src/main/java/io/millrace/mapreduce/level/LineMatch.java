package io.millrace.mapreduce.level;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

    /** Where the walk over a header goes on. */
    int next;
    /** What that walk has passed. */
    int state;

    /** Whether the line last read was read without its colours, which {@link #colours} holds. */
    boolean coloured;

    private JsonRecord json;
    private Matcher[] matchers;
    private RowForm.View view;
    private Colours colours;
    private Columns columns;

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

    /** The line as bytes without colours; made when the first coloured line comes. */
    Colours colours() {
        if (colours == null) {
            colours = new Colours();
        }
        return colours;
    }

    /** The tokens of the line; made when they are first asked for. */
    Columns columns() {
        if (columns == null) {
            columns = new Columns();
        }
        return columns;
    }

    /** A matcher of a row's shape for the line; made once for each row that is used. */
    Matcher matcher(int row, Pattern shape, byte[] bytes, int from, int to) {
        if (matchers == null) {
            matchers = new Matcher[FormTable.ROWS.size()];
            view = new RowForm.View();
        }
        view.set(bytes, from, to);
        if (matchers[row] == null) {
            matchers[row] = shape.matcher(view);
            return matchers[row];
        }
        return matchers[row].reset();
    }

    int at(int level, int from, int to) {
        levelFrom = from;
        levelTo = to;
        return level;
    }
}
