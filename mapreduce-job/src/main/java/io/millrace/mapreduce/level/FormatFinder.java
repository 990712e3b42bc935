package io.millrace.mapreduce.level;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Finds the format of a file from its head. The same head always gives the same format. */
public final class FormatFinder {
    /** How much of a file's start decides, in bytes. */
    public static final int HEAD = 64 * 1024;

    private static final int MAX_LINES = 1000;
    private static final double MOST = 0.6;
    private static final double NEARLY_ALL = 0.9;
    private static final double LEVEL_FIRST = 0.3;
    private static final double INDENTED = 0.2;

    private final LineForm form;
    private final boolean byField;
    private final String name;

    private FormatFinder(String name, LineForm form, boolean byField) {
        this.name = name;
        this.form = form;
        this.byField = byField;
    }

    /** Finds any known format, file by file. */
    public static FormatFinder any() {
        return new FormatFinder("auto", new AnyForm(), true);
    }

    /** Text with a header only: no statistics over a file's head. */
    public static FormatFinder header() {
        return new FormatFinder("header", new HeaderForm(), false);
    }

    /** JSON lines only. */
    public static FormatFinder json() {
        return new FormatFinder("json", new JsonForm(), false);
    }

    /** Lines of key=value only. */
    public static FormatFinder logfmt() {
        return new FormatFinder("logfmt", new LogfmtForm(), false);
    }

    /** The level in a certain blank-separated field, in any case; a single letter counts too. */
    public static FormatFinder field(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("field " + number + ": fields are counted from 1");
        }
        FieldForm words = new FieldForm(number - 1, true, false);
        FieldForm letters = new FieldForm(number - 1, true, true);
        return new FormatFinder(
                "field=" + number,
                (b, from, to, match) -> {
                    int level = words.read(b, from, to, match);
                    return level == LineForm.UNKNOWN ? letters.read(b, from, to, match) : level;
                },
                false);
    }

    /** The level where a regular expression finds it. */
    public static FormatFinder pattern(Pattern pattern) {
        return new FormatFinder("pattern", new PatternForm(pattern), false);
    }

    /** A line of a head whose level was found; offsets within the head, except levelOffset: within the line. */
    record Leveled(int from, int to, int levelOffset, int levelLength) {}

    /**
     * The format of the file that starts with these bytes.
     *
     * @param length how many bytes of head are the file's start
     * @param whole whether the head is the whole file, so that its last line is complete without a line end
     */
    public LineFormat find(byte[] head, int length, boolean whole) {
        List<int[]> lines = lines(head, length, whole);
        LineForm[] forms = byField && isIndented(head, lines)
                ? new LineForm[] {form, new IndentedForm(new HeaderForm())}
                : new LineForm[] {form};
        List<Leveled> leveled = leveled(head, lines, forms);
        FieldForm field = byField ? field(head, lines, leveled.size()) : null;
        if (field != null) {
            forms = Arrays.copyOf(forms, forms.length + 1);
            forms[forms.length - 1] = field;
            leveled = leveled(head, lines, forms);
        }
        long first = leveled.isEmpty() ? -1 : leveled.get(0).from();
        boolean shaped = !leveled.isEmpty() && head[leveled.get(0).from()] != '{';
        return new LineFormat(
                leveled.isEmpty() ? name + ", no level in the first lines" : name,
                shaped && !(form instanceof PatternForm) ? FixedForm.of(head, leveled) : null,
                forms,
                shaped ? StartShape.of(head, leveled) : null,
                first,
                field != null && field.isFirst());
    }

    private static List<int[]> lines(byte[] head, int length, boolean whole) {
        List<int[]> lines = new ArrayList<>();
        int from = length >= 3 && head[0] == (byte) 0xEF && head[1] == (byte) 0xBB && head[2] == (byte) 0xBF ? 3 : 0;
        for (int p = from; p < length && lines.size() < MAX_LINES; p++) {
            if (head[p] == '\n') {
                int to = p > from && head[p - 1] == '\r' ? p - 1 : p;
                lines.add(new int[] {from, to});
                from = p + 1;
            }
        }
        if (lines.size() < MAX_LINES && from < length && (whole || lines.isEmpty())) {
            lines.add(new int[] {from, length});
        }
        return lines;
    }

    private static List<Leveled> leveled(byte[] head, List<int[]> lines, LineForm[] forms) {
        LineMatch match = new LineMatch();
        List<Leveled> leveled = new ArrayList<>();
        for (int[] line : lines) {
            for (LineForm form : forms) {
                int level = form.read(head, line[0], line[1], match);
                if (level >= 0) {
                    leveled.add(new Leveled(
                            line[0], line[1], match.levelFrom() - line[0], match.levelTo() - match.levelFrom()));
                }
                if (level != LineForm.UNKNOWN) {
                    break;
                }
            }
        }
        return leveled;
    }

    /** Whether enough lines are headers with blanks before them. */
    private static boolean isIndented(byte[] head, List<int[]> lines) {
        IndentedForm form = new IndentedForm(new HeaderForm());
        LineMatch match = new LineMatch();
        int indented = 0;
        for (int[] line : lines) {
            if (line[0] < line[1] && Chars.isBlank(head[line[0]]) && form.read(head, line[0], line[1], match) >= 0) {
                indented++;
            }
        }
        return indented > 1 && indented >= INDENTED * lines.size();
    }

    /** The field in which most lines have a level although no line shows it by itself, or null. */
    private static FieldForm field(byte[] head, List<int[]> lines, int leveledAlready) {
        int unknown = 0;
        FieldCounts counts = new FieldCounts();
        AnyForm any = new AnyForm();
        LineMatch match = new LineMatch();
        for (int[] line : lines) {
            if (line[0] == line[1] || Chars.isBlank(head[line[0]])) {
                continue;
            }
            if (any.read(head, line[0], line[1], match) == LineForm.UNKNOWN) {
                unknown++;
                counts.add(head, line[0], line[1], match);
            }
        }
        if (unknown == 0 || leveledAlready > unknown) {
            return null;
        }
        return counts.best(unknown, MOST, NEARLY_ALL, LEVEL_FIRST);
    }
}
