package io.millrace.sink.upkeep;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/**
 * What came of deleting.
 *
 * @param files how many were there
 * @param left what was let alone, a sentence each
 */
public record Deleted(long files, List<String> left) {
    /** Nothing was there. */
    public static final Deleted NOTHING = new Deleted(0, List.of());

    public Deleted {
        left = List.copyOf(requireNonNull(left, "left"));
    }

    /** Both together. */
    Deleted plus(Deleted other) {
        List<String> all = new ArrayList<>(left);
        all.addAll(other.left);
        return new Deleted(files + other.files, all);
    }
}
