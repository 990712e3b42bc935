package io.millrace.mapreduce.report;

import java.util.List;
import java.util.Locale;

/**
 * The tables of a result. Names and columns are promised to those who query them: columns may be added at the end, never
 * renamed.
 */
public enum Table {
    /** Records by level and, if there is a breakdown, by its label. */
    COUNTS(text("by"), text("label"), text("level"), whole("records")),
    /** Records in the course of time. */
    MINUTES(text("minute"), text("level"), whole("records")),
    /** Minutes in which a level is far above its own past. */
    BURSTS(text("minute"), text("level"), whole("records"), number("usual"), number("limit")),
    /** The most frequent messages of each level. */
    MESSAGES(text("level"), whole("records"), text("template"), text("first"), text("last"), text("example")),
    /** All messages. */
    TEMPLATES(text("level"), whole("records"), text("template"), text("first"), text("last"), text("example")),
    /** What became of messages since another result. */
    CHANGES(
            text("change"),
            text("level"),
            whole("records"),
            whole("before"),
            number("expected"),
            text("template"),
            text("first"),
            text("last"),
            text("example")),
    /** Records without a time, of which a window of time can say nothing. */
    UNTIMED(text("level"), whole("records")),
    /** Forms in which no level was found. */
    UNKNOWN_FORMS(text("shape"), text("example"), whole("records")),
    /** Files left out, with the reason. */
    SKIPPED(text("file"));

    private final List<Column> columns;

    Table(Column... columns) {
        this.columns = List.of(columns);
    }

    /** What a column holds. */
    public enum Kind {
        /** Text; a {@link String} or null. */
        TEXT,
        /** A whole number; a {@link Long}. */
        WHOLE,
        /** Any number; a {@link Double}. */
        NUMBER
    }

    /** A column. */
    public record Column(String name, Kind kind) {}

    /** The columns in their order. */
    public List<Column> columns() {
        return columns;
    }

    /** The name of the folder that holds the table. */
    public String folder() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static Column text(String name) {
        return new Column(name, Kind.TEXT);
    }

    private static Column whole(String name) {
        return new Column(name, Kind.WHOLE);
    }

    private static Column number(String name) {
        return new Column(name, Kind.NUMBER);
    }
}
