package io.millrace.mapreduce.level;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The level where a user's regular expression finds it: group {@code level}, else group 1. Slower than the other forms
 * by an order of magnitude, because each line becomes a string; only the line's first 8 KiB are looked at.
 */
final class PatternForm implements LineForm {
    private static final int HEAD = 8192;
    private final Pattern pattern;
    private final boolean named;

    PatternForm(Pattern pattern) {
        this.pattern = pattern;
        this.named = pattern.pattern().contains("(?<level>");
    }

    @Override
    public int read(byte[] bytes, int from, int to, LineMatch match) {
        String line = new String(bytes, from, Math.min(to - from, HEAD), StandardCharsets.ISO_8859_1);
        Matcher matcher = pattern.matcher(line);
        if (!matcher.find()) {
            return UNKNOWN;
        }
        int start = named ? matcher.start("level") : matcher.start(1);
        int end = named ? matcher.end("level") : matcher.end(1);
        if (start < 0) {
            return UNLEVELED;
        }
        int level = end - start == 1
                ? LevelWords.letter(bytes[from + start])
                : LevelWords.find(bytes, from + start, from + end);
        if (level < 0 && end - start <= 3) {
            level = number(line.substring(start, end));
        }
        return level < 0 ? UNLEVELED : match.at(level, from + start, from + end);
    }

    private static int number(String digits) {
        return digits.matches("\\d{1,3}") ? LevelWords.number(Long.parseLong(digits)) : -1;
    }
}
