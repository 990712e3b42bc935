package io.millrace.mapreduce.message;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Messages that differ only in their variables.
 *
 * @param level the level that they have
 * @param text the words that they share, with {@code <*>} for those that differ, and {@code #} for numbers and ids
 * @param records how many there are
 * @param first when the first was written, as the result writes it; {@code -} if none has a time
 * @param last when the last was written
 * @param example the first of them, as it is written
 */
public record Template(String level, String text, long records, String first, String last, String example) {
    /** A word that differs. */
    public static final String VARIABLE = "<*>";

    /** By level; within one frequent ones first, equally frequent ones by text, so that the result is always the same. */
    public static final Comparator<Template> ORDER = Comparator.comparing(Template::level)
            .thenComparing(Comparator.comparingLong(Template::records).reversed())
            .thenComparing(Template::text);

    public Template {
        requireNonNull(level, "level");
        requireNonNull(text, "text");
        requireNonNull(first, "first");
        requireNonNull(last, "last");
        requireNonNull(example, "example");
    }

    /** Whether this is what found no room among the templates: its words are all variables. */
    public boolean isRest() {
        return Arrays.stream(words(text)).allMatch(VARIABLE::equals);
    }

    /** Whether a template says anything: whether it has a word with a letter. */
    static boolean says(String[] words) {
        return Arrays.stream(words).anyMatch(word -> word.chars().anyMatch(Character::isLetter));
    }

    /** The words of a template's or a masked message's text. */
    static String[] words(String text) {
        return text.split(" ", -1);
    }
}
