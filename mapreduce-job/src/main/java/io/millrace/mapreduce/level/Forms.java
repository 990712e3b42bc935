package io.millrace.mapreduce.level;

import java.util.List;
import java.util.stream.Stream;

/**
 * The forms in which a file's lines are read, one after the other: the first that knows a line counts. The general form has a field
 * of its own, because the JVM compiles a call whose target it knows into the loop over lines.
 */
final class Forms {
    private static final LineForm[] NONE = {};

    private final LineForm[] before;
    private final AnyForm any;
    private final LineForm[] after;
    /** Whether no form reads a line that starts with a blank. */
    private final boolean marginOnly;

    private Forms(LineForm[] before, AnyForm any, LineForm[] after) {
        this.before = before;
        this.any = any;
        this.after = after;
        this.marginOnly = any != null && before.length == 0 && after.length == 0;
    }

    /** One form only. */
    static Forms only(LineForm form) {
        return form instanceof AnyForm general
                ? new Forms(NONE, general, NONE)
                : new Forms(new LineForm[] {form}, null, NONE);
    }

    /** The general form, with some before and some after it. */
    static Forms around(AnyForm any, List<? extends LineForm> before, List<? extends LineForm> after) {
        return new Forms(before.toArray(LineForm[]::new), any, after.toArray(LineForm[]::new));
    }

    /** All but the general form. */
    Stream<LineForm> special() {
        return Stream.concat(Stream.of(before), Stream.of(after));
    }

    /** Those that are rows of {@link FormTable}. */
    Stream<RowForm> rows() {
        return special().filter(RowForm.class::isInstance).map(RowForm.class::cast);
    }

    /** Those whose records are blocks of lines of which one holds the level. */
    Stream<RowForm> blocks() {
        return rows().filter(form -> form.row().evidence() == FormRow.Evidence.BLOCK);
    }

    /** Whether the line from..to, which holds no colours, is the one of a block that holds the level. */
    boolean isBlock(byte[] bytes, int from, int to, LineMatch match) {
        return blocks().anyMatch(form -> form.read(bytes, from, to, match) >= 0);
    }

    /** What the first form that knows the line says, with a terminal's colours or, if it has no level so, without them. */
    int read(byte[] bytes, int from, int to, LineMatch match) {
        if (from < to && marginOnly && bytes[from] == '\t') {
            match.coloured = false;
            return LineForm.UNKNOWN; // stack traces are half of some files
        }
        int level = plain(bytes, from, to, match);
        match.coloured = level < 0 && Colours.isIn(bytes, from, to);
        if (!match.coloured) {
            return level;
        }
        Colours colours = match.colours();
        colours.strip(bytes, from, to);
        level = plain(colours.text(), 0, colours.length(), match);
        if (level >= 0 && match.levelTo > 0) {
            match.at(level, colours.place(match.levelFrom), colours.place(match.levelTo - 1) + 1);
        }
        return level;
    }

    /** The form that knows the line from..to, which holds no colours; null if none does. */
    LineForm knowing(byte[] bytes, int from, int to, LineMatch match) {
        return Stream.of(Stream.of(before), Stream.ofNullable((LineForm) any), Stream.of(after))
                .flatMap(forms -> forms)
                .filter(form -> form.read(bytes, from, to, match) != LineForm.UNKNOWN)
                .findFirst()
                .orElse(null);
    }

    private int plain(byte[] bytes, int from, int to, LineMatch match) {
        int level = before.length == 0 ? LineForm.UNKNOWN : first(before, bytes, from, to, match);
        if (level == LineForm.UNKNOWN && any != null) {
            level = any.read(bytes, from, to, match);
        }
        return level == LineForm.UNKNOWN && after.length > 0 ? first(after, bytes, from, to, match) : level;
    }

    private static int first(LineForm[] forms, byte[] bytes, int from, int to, LineMatch match) {
        for (LineForm form : forms) {
            int level = form.read(bytes, from, to, match);
            if (level != LineForm.UNKNOWN) {
                return level;
            }
        }
        return LineForm.UNKNOWN;
    }
}
