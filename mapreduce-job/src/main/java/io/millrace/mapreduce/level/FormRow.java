package io.millrace.mapreduce.level;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A form in which a program writes its records: a row of {@link FormTable}.
 *
 * @param name the program, or the first of several
 * @param evidence how much the shape alone proves
 * @param shape the line's start as a regular expression with {@code %NAMES} for what recurs; its first group is the level;
 *     a group that is not there means a record without one, a shape without a group that the program writes none
 * @param vocabulary what the words in the group mean
 * @param source where the form is documented
 */
record FormRow(String name, Evidence evidence, Pattern shape, Vocabulary vocabulary, String source) {
    /** How much a line of the shape proves about its file. */
    enum Evidence {
        /** Nothing else looks like it: two lines are enough, or one of a few. */
        STRICT,
        /**
         * A sentence could look like it: a quarter of the head's lines, with two different levels; behind a time, nearly all lines that
         * start alike.
         */
        WEAK,
        /** As strict, and asked before the general forms, which would read such lines wrongly. */
        FIRST,
        /** As strict, and the lines without a level between two such lines belong to them, from the file's first line on. */
        BLOCK
    }

    /** A group of any letters, as in {@code [(\w+)]}. */
    private static final Pattern ANY_WORD = Pattern.compile("(?<!\\\\)\\((?:\\\\w|\\[[A-Za-z-]+])\\+");

    private static final Map<String, String> NAMES = Map.of(
            "%DATETIME",
            "\\d{4}[-/.]\\d\\d[-/.]\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:[.,:]\\d{1,9})?(?: ?Z| ?[+-]\\d\\d:?\\d\\d)?",
            "%SYSLOGTIME",
            "(?:[A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?|\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?"
                    + "(?:Z|[+-]\\d\\d:?\\d\\d)?)",
            "%FACILITY",
            "(?:kern|user|mail|daemon|auth|syslog|lpr|news|uucp|cron|authpriv|ftp|security|console|local[0-7])",
            "%CLOCK",
            "\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?");

    FormRow {
        requireNonNull(name, "name");
        requireNonNull(evidence, "evidence");
        requireNonNull(shape, "shape");
        requireNonNull(vocabulary, "vocabulary");
        requireNonNull(source, "source");
        if (shape.matcher("").groupCount() > 1) {
            throw new IllegalArgumentException(name + ": a shape has at most one group, which holds the level");
        }
        if (shape.matcher("").groupCount() == 0 && evidence != Evidence.FIRST) {
            throw new IllegalArgumentException(name + ": a shape without a group for the level must be asked first");
        }
    }

    /** Whether the program writes no levels, only words that look like them. */
    boolean isWithoutLevels() {
        return shape.matcher("").groupCount() == 0;
    }

    /** Whether any word is taken for a level that is one of everybody's, and not only those that the program writes. */
    boolean takesAnyWord() {
        return vocabulary == Vocabulary.WORDS
                && ANY_WORD.matcher(shape.pattern()).find();
    }

    static FormRow of(String name, Evidence evidence, String shape, Vocabulary vocabulary, String source) {
        // Rows see a line's bytes as characters, so a letter beyond ASCII is as many of them as it has bytes.
        String expanded = new String(shape.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        for (Map.Entry<String, String> part : NAMES.entrySet()) {
            expanded = expanded.replace(part.getKey(), part.getValue());
        }
        return new FormRow(name, evidence, Pattern.compile("^" + expanded), vocabulary, source);
    }
}
