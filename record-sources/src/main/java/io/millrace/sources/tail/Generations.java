package io.millrace.sources.tail;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Knows of which inputs the file was rotated away lately: files with rotated names that appear beside those then are
 * generations that came and went between two looks, and are read; at other times nobody asked for them.
 */
final class Generations {
    /** Looks for which a rotation is remembered: the list of a folder is not of one moment. */
    private static final int LOOKS = 4;

    private final Lookout lookout;
    private final Map<Path, Integer> rotated = new HashMap<>();

    Generations(Lookout lookout) {
        this.lookout = lookout;
    }

    /** The path's file is no longer what it was. */
    void rotated(String path) {
        rotated.put(Path.of(path), LOOKS);
    }

    /** True if that was so in one of the last looks. */
    boolean wasRotated(String path) {
        return rotated.containsKey(Path.of(path));
    }

    /** It came between two generations of its path if that was so. */
    void takeIfRotated(FollowedFile file, Collection<FollowedFile> files) {
        if (wasRotated(file.path())) {
            file.progress().generation(Math.max(1, newest(file.path(), files) - 1));
        }
    }

    /** The newest one of a path; {@link FilePosition#NO_GENERATION} if there is none. */
    static int newest(String path, Collection<FollowedFile> files) {
        return files.stream()
                .filter(file -> file.path().equals(path))
                .mapToInt(FollowedFile::generation)
                .max()
                .orElse(FilePosition.NO_GENERATION);
    }

    void lookEnds() {
        rotated.replaceAll((path, left) -> left - 1);
        rotated.values().removeIf(left -> left <= 0);
    }

    /** An input's path whose newest file is no longer there was rotated. */
    void note(Collection<FollowedFile> files) {
        Map<String, FollowedFile> newest = new HashMap<>();
        for (FollowedFile file : files) {
            if (file.isGeneration()) {
                newest.merge(file.path(), file, (a, b) -> a.generation() >= b.generation() ? a : b);
            }
        }
        for (FollowedFile file : newest.values()) {
            Path path = file.progress().path();
            boolean here =
                    file.found().map(FoundFile::path).filter(path::equals).isPresent();
            if (!here) {
                rotated(file.path());
            }
        }
    }

    /** The paths beside which unknown files are generations. */
    Set<Path> between(List<Sighting> strangers, Collection<FollowedFile> files) {
        Set<Path> between = new HashSet<>();
        for (Sighting seen : strangers) {
            if (!seen.asked() && !between.contains(seen.path()) && wasRotated(seen.path(), files)) {
                between.add(seen.path());
            }
        }
        return between;
    }

    /** True if unknown files beside the path may be generations between two that are known. */
    private boolean wasRotated(Path path, Collection<FollowedFile> files) {
        Optional<FollowedFile> newest = files.stream()
                .filter(file -> file.path().equals(path.toString()) && file.isGeneration())
                .max(Comparator.comparingInt(FollowedFile::generation));
        if (newest.isEmpty()) {
            return false;
        }
        // A number without content does not tell a file from one that took it over.
        if (rotated.containsKey(path) || newest.get().offset() == 0) {
            return true;
        }
        // It may have been rotated since this look began.
        return !lookout.keyAt(path).equals(Optional.of(newest.get().key()));
    }

    /** The oldest first, as far as it can be told. */
    static List<Sighting> inOrder(Collection<Sighting> strangers) {
        List<Sighting> sorted = new ArrayList<>(strangers);
        sorted.sort(Comparator.comparing(Sighting::asked)
                .thenComparingLong(seen -> seen.file().modified())
                .thenComparing(seen -> seen.place().toString(), Comparator.reverseOrder()));
        return sorted;
    }
}
