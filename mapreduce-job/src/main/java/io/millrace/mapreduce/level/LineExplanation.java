package io.millrace.mapreduce.level;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Why a line is counted as it is, for people.
 *
 * @param line its text without a terminal's colours
 * @param part whether it is no record's first line and is not counted
 * @param level the level under which its record is counted, folded; empty if it has none
 * @param place the level's first character in the line, from 1; 0 if the level is written nowhere
 * @param form the form that knows the line, or what it is if it is no record
 * @param dismissed the line's other words for levels, each with the reason why it does not count
 */
public record LineExplanation(
        String line, boolean part, Optional<String> level, int place, String form, List<String> dismissed) {
    private static final int LONGEST = 1024;
    private static final int MOST_DISMISSED = 3;
    private static final String CUT = "ends the file without a line end, and may be the start of a longer word";
    private static final String[] LEVEL_KEYS = {"level", "severity", "loglevel", "log_level"};

    /** Explains the first lines of a file. */
    public static List<LineExplanation> of(LineFormat format, byte[] head, int length, int most) {
        List<LineExplanation> explained = new ArrayList<>();
        for (int from = Chars.afterMark(head, length); from < length && explained.size() < most; ) {
            int end = Chars.find(head, from, length, (byte) '\n');
            int to = end > from && head[end - 1] == '\r' ? end - 1 : end;
            explained.add(line(format, head, from, to, end == length));
            from = end + 1;
        }
        return explained;
    }

    private static LineExplanation line(LineFormat format, byte[] head, int from, int to, boolean last) {
        LineMatch match = new LineMatch();
        int level =
                last ? format.classifyLast(head, from, to, from, match) : format.classify(head, from, to, from, match);
        Colours colours = new Colours();
        colours.strip(head, from, Math.min(to, from + LONGEST));
        byte[] text = colours.text();
        int length = colours.length();
        // Found anew, because a place in the coloured line is none in the one that is shown.
        LineForm form = format.forms().knowing(text, 0, length, match);
        boolean placed = level >= 0 && form != null && match.levelTo > match.levelFrom;
        int levelFrom = placed ? match.levelFrom : -1;
        boolean json = length > 0 && text[0] == '{';
        return new LineExplanation(
                new String(text, 0, length, StandardCharsets.UTF_8),
                level == LineFormat.PART,
                level >= 0 ? Optional.of(LevelWords.folded(level)) : Optional.empty(),
                levelFrom + 1,
                level == LineFormat.PART ? part(format, head, from, to) : title(form, json),
                level == LineFormat.PART ? List.of() : dismissed(text, length, levelFrom, json, last));
    }

    private static String title(LineForm form, boolean json) {
        if (form == null) {
            return "no form that is known";
        }
        return json && form instanceof AnyForm ? "JSON as most programs write it" : form.title();
    }

    private static String part(LineFormat format, byte[] head, int from, int to) {
        if (format.isComment(head, from, to)) {
            return "is a comment of the file and no record";
        }
        return format.hasLevelsElsewhere()
                ? "belongs to a record whose level stands on another line"
                : "belongs to the record before it";
    }

    private static List<String> dismissed(byte[] b, int length, int levelFrom, boolean json, boolean last) {
        List<String> dismissed = new ArrayList<>();
        int[] number = new int[2];
        if (json
                && levelFrom < 0
                && JsonScan.member(b, 0, length, LEVEL_KEYS, number)
                && number[1] > number[0]
                && Chars.skipDigits(b, number[0], number[1]) == number[1]) {
            dismissed.add("'" + text(b, number[0], number[1]) + "' at " + (number[0] + 1)
                    + ": is a number that means what its program says, and no other key tells which program that is");
        }
        int before = -1; // the first plain word
        for (int p = 0; p < length && dismissed.size() < MOST_DISMISSED; ) {
            int end = Chars.skipLetters(b, p, length);
            if (end == p) {
                p++;
                continue;
            }
            int level = LevelWords.find(b, p, end);
            if (level >= 0 && p != levelFrom) {
                dismissed.add("'" + text(b, p, end) + "' at " + (p + 1) + ": "
                        + (last && end == length ? CUT : reason(b, p, end, length, levelFrom, before)));
            } else if (level < 0 && before < 0 && end - p > 2 && !Tokens.isMonthOrDay(b, p, end)) {
                before = p;
            }
            p = end;
        }
        return dismissed;
    }

    private static String reason(byte[] b, int from, int to, int length, int levelFrom, int before) {
        int next = to < length ? b[to] : ' ';
        if (levelFrom >= 0 && from > levelFrom) {
            return "stands behind the level";
        }
        if (b[0] == '{') {
            return "stands under no key that holds levels, or under one that does so only beside others of its program";
        }
        if (!Tokens.endsLevel(next) || (from > 0 && (b[from - 1] == '_' || b[from - 1] == '.' || b[from - 1] == '-'))) {
            return "is part of a longer word";
        }
        if (before >= 0 && before < from) {
            return "stands behind '" + text(b, before, Chars.skipLetters(b, before, length))
                    + "', where a message may have begun";
        }
        if (LevelWords.findUpper(b, from, to) >= 0) {
            return "comes without a time before it or a mark behind it, and the file's first lines do not agree on it";
        }
        return next == ':' || next == ','
                ? "is not in capitals, and too few of the file's first lines that start alike have a level there"
                : "is in small letters without a mark behind it, and the file's first lines do not agree on it";
    }

    private static String text(byte[] b, int from, int to) {
        return new String(b, from, to - from, StandardCharsets.UTF_8);
    }
}
