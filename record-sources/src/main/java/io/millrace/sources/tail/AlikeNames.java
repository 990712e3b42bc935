package io.millrace.sources.tail;

import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Files of which the one is found whose name is most alike another ({@link RotatedName#likeness}), without comparing it with
 * each: a folder may hold thousands of links whose files have names of one shape.
 */
final class AlikeNames {
    /** By name without days; of several the one that was added first. */
    private final Map<String, Path> files = new HashMap<>();
    /** In order, and in order of their reverses; made once the first is looked for. */
    private List<String> names = List.of();

    private List<String> reverses = List.of();
    private Map<String, Integer> ages = new HashMap<>();

    void add(Path file) {
        String name = RotatedName.withoutDays(file.getFileName().toString());
        if (files.putIfAbsent(name, file) == null) {
            ages.put(name, ages.size());
        }
    }

    /** The file whose name is most alike this one; of several the one that was added first. Empty if there is none. */
    Optional<Path> mostAlike(String name) {
        if (names.size() < files.size()) {
            names = files.keySet().stream().sorted().toList();
            reverses = files.keySet().stream().map(AlikeNames::reverse).sorted().toList();
        }
        String wanted = RotatedName.withoutDays(name);
        Outwards byStart = new Outwards(names, wanted);
        Outwards byEnd = new Outwards(reverses, reverse(wanted));
        String best = null;
        // What neither has come to yet begins and ends with no more in common than what they come to next.
        while (byStart.hasNext() && mayBeBetter(wanted, best, byStart.common(), byEnd.common())) {
            best = better(wanted, best, byStart.next());
            best = byEnd.hasNext() ? better(wanted, best, reverse(byEnd.next())) : best;
        }
        return Optional.ofNullable(best).map(files::get);
    }

    private static boolean mayBeBetter(String wanted, String best, int start, int end) {
        return best == null || RotatedName.likeness(start, end) >= RotatedName.likenessOf(wanted, best);
    }

    private String better(String wanted, String best, String name) {
        if (best == null) {
            return name;
        }
        int more = Integer.compare(RotatedName.likenessOf(wanted, name), RotatedName.likenessOf(wanted, best));
        return more > 0 || more == 0 && ages.get(name) < ages.get(best) ? name : best;
    }

    private static String reverse(String name) {
        return new StringBuilder(name).reverse().toString();
    }

    /** Goes through sorted names from the place of one on: what comes next never has more of its beginning than what came before. */
    private static final class Outwards {
        private final List<String> names;
        private final String wanted;
        private int below;
        private int above;

        Outwards(List<String> names, String wanted) {
            this.names = names;
            this.wanted = wanted;
            int found = Collections.binarySearch(names, wanted);
            this.above = found < 0 ? -found - 1 : found;
            this.below = above - 1;
        }

        boolean hasNext() {
            return below >= 0 || above < names.size();
        }

        /** Characters that the next one begins with as the wanted one does; none if there is no next one. */
        int common() {
            return Math.max(commonAt(below), commonAt(above));
        }

        private int commonAt(int index) {
            return index < 0 || index >= names.size() ? 0 : RotatedName.common(names.get(index), wanted);
        }

        String next() {
            boolean up = below < 0 || above < names.size() && commonAt(above) >= commonAt(below);
            return names.get(up ? above++ : below--);
        }
    }
}
