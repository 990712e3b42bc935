package io.millrace.runtime.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Collects what is wrong with settings, so that the user hears all of it at once. Not thread-safe. */
public final class Problems {
    private final List<String> sentences = new ArrayList<>();

    /** Notes "{subject} is {value}, {rule}" unless the condition holds. The rule begins with "must". */
    public Problems require(boolean holds, String subject, Object value, String rule) {
        if (!holds) {
            sentences.add(subject + " is " + (value instanceof CharSequence ? "'" + value + "'" : value) + ", " + rule);
        }
        return this;
    }

    /** Notes a whole sentence. */
    public Problems add(String sentence) {
        sentences.add(sentence);
        return this;
    }

    /** The value, or null after noting the problems if making it fails with a {@link SettingsException}. */
    public <T> T collect(Supplier<T> maker) {
        try {
            return maker.get();
        } catch (SettingsException e) {
            sentences.addAll(e.problems());
            return null;
        }
    }

    /** True if nothing was noted. */
    public boolean isEmpty() {
        return sentences.isEmpty();
    }

    /** Throws all that was noted, if anything was. */
    public void throwIfAny() {
        if (!sentences.isEmpty()) {
            throw new SettingsException(sentences);
        }
    }
}
