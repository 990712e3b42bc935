package io.millrace.mapreduce.level;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Finds the format of a file from its head. The same head always gives the same format. */
public final class FormatFinder {
    /** How much of a file's start decides, in bytes. */
    public static final int HEAD = 64 * 1024;

    private static final int MAX_LINES = 4000;
    private static final double INDENTED = 0.2;
    private static final double HARDLY = 0.1;

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
    record Leveled(int from, int to, int levelOffset, int levelLength) {
        boolean isLevelLast() {
            return from + levelOffset + levelLength == to;
        }
    }

    /**
     * The format of the file that starts with these bytes.
     *
     * @param length how many bytes of head are the file's start
     * @param whole whether the head is the whole file, so that its last line is complete without a line end
     */
    public LineFormat find(byte[] head, int length, boolean whole) {
        List<int[]> lines = lines(head, length, whole);
        boolean coloured = Chars.find(head, 0, length, (byte) Chars.ESCAPE) < length;
        byte[] plain = coloured ? new byte[length] : head;
        List<int[]> plainLines = coloured ? withoutColours(head, lines, plain) : lines;
        LineForm wrapped = WrappedMessages.of(plain, plainLines);
        Forms forms = forms(plain, plainLines, new JsonForm(wrapped));
        List<Leveled> shown = leveled(plain, plainLines, forms);
        List<Leveled> leveled = coloured ? leveled(head, lines, forms) : shown;
        boolean blockFirst = !shown.isEmpty()
                && forms.isBlock(plain, shown.get(0).from(), shown.get(0).to(), new LineMatch());
        boolean ownWords = forms.rows().anyMatch(form -> form.row().vocabulary() != Vocabulary.WORDS);
        boolean timesAlone =
                forms.special().anyMatch(given -> given instanceof FieldForm field && field.isAfterTimes());
        boolean shaped = !shown.isEmpty() && plain[shown.get(0).from()] != '{';
        LineFormat format = new LineFormat(
                shown.isEmpty() ? name + ", no level in the first lines" : name,
                shaped && !ownWords && !(form instanceof PatternForm)
                        ? FixedForm.of(head, leveled, !coloured && areOfOneColumn(head, leveled, forms))
                        : null,
                forms,
                wrapped,
                new LineFormat.Starts(
                        shaped ? StartShape.of(plain, shown, byField ? StartShape.LEAST_DIGITS : 1) : null,
                        leveled.isEmpty() ? -1 : leveled.get(0).from(),
                        timesAlone,
                        forms.blocks().findAny().isPresent(),
                        !blockFirst,
                        leveled.stream().anyMatch(line -> line.to() < length && line.isLevelLast()),
                        !FileComments.of(head, length).isEmpty()),
                Chapters.NONE);
        boolean gaps = shown.size() < lines.size(); // the usual file has none
        return byField && gaps && format.hasLevels() ? format.with(Chapters.of(format, head, lines, whole)) : format;
    }

    /** Whether one elected column holds the levels of all these lines. */
    private static boolean areOfOneColumn(byte[] head, List<Leveled> lines, Forms forms) {
        LineMatch match = new LineMatch();
        return forms.special()
                .filter(ColumnForm.class::isInstance)
                .anyMatch(column -> lines.stream()
                        .allMatch(line -> column.read(head, line.from(), line.to(), match) >= 0
                                && match.levelFrom() == line.from() + line.levelOffset()));
    }

    /** The forms in which to read the file's lines: the first that knows a line counts. */
    private Forms forms(byte[] head, List<int[]> lines, JsonForm json) {
        if (!(form instanceof AnyForm)) {
            return Forms.only(form instanceof JsonForm ? json : form);
        }
        AnyForm any = new AnyForm(LevelPlaces.of(head, lines, new AnyForm(LevelPlaces.ALL, json)), json);
        LineMatch match = new LineMatch();
        List<int[]> withoutLevel = new ArrayList<>();
        List<int[]> unknown = new ArrayList<>();
        for (int[] line : lines) {
            int level = line[0] == line[1] ? 0 : any.read(head, line[0], line[1], match);
            if (level < 0) {
                withoutLevel.add(line);
            }
            if (level == LineForm.UNKNOWN) {
                unknown.add(line);
            }
        }
        // Lines that the general form knows without finding a level may be a row's all the same.
        List<RowForm> rows = FormChoice.of(head, lines, withoutLevel);
        unknown = unread(head, unknown, rows);
        List<LineForm> others = new ArrayList<>();
        if (isIndented(head, lines)) {
            LineForm indented = new IndentedForm(new HeaderForm(json));
            others.add(indented);
            unknown = unread(head, unknown, List.of(indented));
        }
        FlushRight flushRight = FlushRight.of(head, unknown);
        if (flushRight != null) {
            others.add(flushRight);
            unknown = unread(head, unknown, List.of(flushRight));
        }
        unknown.removeIf(line -> Chars.isBlank(head[line[0]]));
        FieldForm first = FirstWord.of(head, unknown);
        if (first != null) {
            others.add(first);
            unknown = unread(head, unknown, List.of(first));
        }
        others.addAll(new ColumnVote(head, unknown).elected());
        return Forms.around(any, rows, others);
    }

    /** The lines that none of these forms knows. */
    private static List<int[]> unread(byte[] head, List<int[]> lines, List<? extends LineForm> forms) {
        LineMatch match = new LineMatch();
        List<int[]> unread = new ArrayList<>();
        for (int[] line : lines) {
            if (forms.stream().allMatch(given -> given.read(head, line[0], line[1], match) == LineForm.UNKNOWN)) {
                unread.add(line);
            }
        }
        return unread;
    }

    private static List<int[]> withoutColours(byte[] head, List<int[]> lines, byte[] plain) {
        Colours colours = new Colours();
        List<int[]> stripped = new ArrayList<>();
        int at = 0;
        for (int[] line : lines) {
            colours.strip(head, line[0], line[1]);
            System.arraycopy(colours.text(), 0, plain, at, colours.length());
            stripped.add(new int[] {at, at + colours.length()});
            at += colours.length();
        }
        return stripped;
    }

    private static List<int[]> lines(byte[] head, int length, boolean whole) {
        List<int[]> lines = new ArrayList<>();
        int from = Chars.afterMark(head, length);
        for (int p = Chars.find(head, from, length, (byte) '\n');
                p < length && lines.size() < MAX_LINES;
                p = Chars.find(head, from, length, (byte) '\n')) {
            int to = p > from && head[p - 1] == '\r' ? p - 1 : p;
            lines.add(new int[] {from, to});
            from = p + 1;
        }
        if (lines.size() < MAX_LINES && from < length && (whole || lines.isEmpty())) {
            lines.add(new int[] {from, length});
        }
        return lines;
    }

    private static List<Leveled> leveled(byte[] head, List<int[]> lines, Forms forms) {
        LineMatch match = new LineMatch();
        List<Leveled> leveled = new ArrayList<>();
        for (int[] line : lines) {
            if (forms.read(head, line[0], line[1], match) >= 0) {
                // Serilog's Information is not written anywhere.
                int offset = Math.max(0, match.levelFrom() - line[0]);
                leveled.add(new Leveled(line[0], line[1], offset, match.levelTo() - match.levelFrom()));
            }
        }
        return leveled;
    }

    /**
     * Whether enough lines are headers with blanks before them: all of the file's, or those whose level comes first and is set
     * flush right. Where other headers start at the margin, an indented one is part of a message.
     */
    private static boolean isIndented(byte[] head, List<int[]> lines) {
        long blank = lines.stream()
                .filter(line -> line[0] < line[1] && Chars.isBlank(head[line[0]]))
                .count();
        if (blank < INDENTED * lines.size()) {
            return false;
        }
        HeaderForm header = new HeaderForm();
        IndentedForm form = new IndentedForm(header);
        LineMatch match = new LineMatch();
        int indented = 0;
        int levelFirst = 0;
        int atMargin = 0;
        for (int[] line : lines) {
            if (line[0] == line[1]) {
                continue;
            }
            if (!Chars.isBlank(head[line[0]])) {
                atMargin += header.read(head, line[0], line[1], match) >= 0 ? 1 : 0;
            } else if (form.read(head, line[0], line[1], match) >= 0) {
                indented++;
                levelFirst += match.levelFrom == Chars.skipBlanks(head, line[0], line[1]) ? 1 : 0;
            }
        }
        boolean flushRight = levelFirst == indented;
        return indented > 1 && indented >= INDENTED * lines.size() && (flushRight || atMargin <= HARDLY * indented);
    }
}
