package io.millrace.mapreduce.job;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * In which way the messages of a result were found. Where it differs between two results, all their messages do, so a result tells it in
 * a hidden file of {@code name TAB value}.
 *
 * @param version changes when the masks, the rules of templates or their layout do
 * @param fold the option that says how levels are written
 * @param levels the option that says where levels stand
 */
record MessageBasis(String version, String fold, String levels) {
    private static final String VERSION = "1";

    static MessageBasis of(LevelsSettings settings) {
        return new MessageBasis(
                VERSION,
                settings.wanted().fold() ? "--fold" : "--no-fold",
                settings.pattern()
                        .map(pattern -> "--pattern " + onOneLine(pattern))
                        .orElse("--form " + settings.format()));
    }

    /** A control character by its escape, which means the same in a regular expression. */
    private static String onOneLine(String pattern) {
        return pattern.replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r");
    }

    /** The lines of the hidden file. */
    List<String> lines() {
        return List.of("version\t" + version, "fold\t" + fold, "levels\t" + levels);
    }

    /** What the hidden file of a result says, by name. */
    static MessageBasis of(Map<String, String> values) {
        return new MessageBasis(
                values.getOrDefault("version", "0"),
                values.getOrDefault("fold", "nothing"),
                values.getOrDefault("levels", "nothing"));
    }

    /** What another result must be and is not in order to be compared with this one, to follow "must"; empty if it can be compared. */
    Optional<String> asksOf(MessageBasis other) {
        if (!version.equals(other.version)) {
            return Optional.of("hold templates of version " + version
                    + ", as this Millrace makes them, but holds those of version " + other.version);
        }
        if (!fold.equals(other.fold)) {
            return Optional.of(asks(fold, other.fold));
        }
        return levels.equals(other.levels) ? Optional.empty() : Optional.of(asks(levels, other.levels));
    }

    private static String asks(String now, String before) {
        return "be made with " + now + " as this result, but was made with " + before;
    }
}
