package io.millrace.sources.tail;

import io.millrace.sources.tail.Disk.Whereabouts;
import io.millrace.sources.tail.Notices.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks where files are: those that the inputs name, those that are followed and have another name now, and those that lie
 * beside them under names that rotation gives. A folder is listed only when something in it has changed its name.
 */
final class Lookout {
    private final InputFiles inputs;
    private final Disk disk;
    private final Notices notices;
    /** Folders in which something was renamed lately: what a list missed shows in the next ones. */
    private final Map<Path, Integer> restless = new HashMap<>();

    private static final int LISTINGS_AFTER_A_CHANGE = 3;

    /** Where the paths of the inputs led, links followed: also while one leads nowhere because its log is being rotated. */
    private final Map<Path, Path> places = new HashMap<>();

    /** Where the last look was refused. */
    private final Set<Path> closed = new HashSet<>();

    Lookout(InputFiles inputs, Notices notices) {
        this.inputs = inputs;
        this.disk = inputs.disk();
        this.notices = notices;
    }

    /** What one look needs to remember. */
    private static final class Look {
        private final Map<FileKey, Sighting> seen = new LinkedHashMap<>();
        /** What the inputs name, of one file all of its names. */
        private final List<Sighting> asked = new ArrayList<>();
        /** What was said of files after that, while places of others were looked at. */
        private final Map<FileKey, FileStatus> later = new HashMap<>();

        private final Map<FileKey, FollowedFile> known = new HashMap<>();
        private final Set<Path> folders = new LinkedHashSet<>();
        private final Set<FileKey> lost = new HashSet<>();
        /** Places of the inputs' files now or before, with the input's path. */
        private final Map<Path, Path> origins = new HashMap<>();
        /** Forms of the names of files behind symbolic links, in their folders, with the files' places. */
        private final Map<Path, AlikeNames> shapes = new HashMap<>();
    }

    /** Looks; the files are told where they are by the caller. */
    Collection<Sighting> look(Collection<FollowedFile> files) {
        Look look = new Look();
        closed.clear();
        files.forEach(file -> look.known.put(file.key(), file));
        for (FoundFile found : inputs.find()) {
            addAsked(look, found);
        }
        List<FollowedFile> elsewhere = files.stream()
                .filter(file -> isToBeFound(file) && !look.seen.containsKey(file.key()))
                .toList();
        if (!elsewhere.isEmpty() || !look.folders.isEmpty() || !restless.isEmpty()) {
            // As in few looks: it takes a while where there are many files.
            addOrigins(look, files);
        }
        for (FollowedFile file : elsewhere) {
            if (!look.seen.containsKey(file.key())) {
                followTo(look, file);
            }
        }
        look.folders.forEach(folder -> restless.put(folder, LISTINGS_AFTER_A_CHANGE));
        look.folders.addAll(restless.keySet());
        for (Path folder : look.folders) {
            list(look, folder);
        }
        restless.replaceAll((folder, left) -> left - 1);
        restless.values().removeIf(left -> left <= 0);
        // Whatever a look was told counts: a file that is gone when it is opened was not empty because it once was.
        look.seen.replaceAll((key, seen) -> look.later.containsKey(key) ? seen.grownTo(look.later.get(key)) : seen);
        return look.seen.values();
    }

    /** Which file the path leads to now. */
    Optional<FileKey> keyAt(Path path) {
        return status(path).map(FileStatus::key);
    }

    /**
     * True if the last look could not tell whether a file is there, for instance because its folder lost its permission. Not
     * asked anew: the answer could tell of another file, which nobody would remember.
     */
    boolean isClosed(Path path) {
        return closed.contains(path);
    }

    /** Empty too where it may not be looked, for instance because a folder on the way lost its permission. */
    Optional<FileStatus> status(Path path) {
        try {
            return disk.status(path);
        } catch (IOException e) {
            closed.add(path);
            notices.note("File cannot be looked at", path, e);
            return Optional.empty();
        }
    }

    private Optional<FileStatus> status(Look look, Path path) {
        Optional<FileStatus> status = status(path);
        status.ifPresent(seen -> look.later.merge(seen.key(), seen, FileStatus::grownTo));
        return status;
    }

    private static boolean isToBeFound(FollowedFile file) {
        return file.state() != FileState.PASSED
                && file.state() != FileState.GONE
                && !file.key().equals(FilePosition.NOWHERE);
    }

    private void addAsked(Look look, FoundFile found) {
        FollowedFile file = look.known.get(found.key());
        if (file == null && !found.asked()) {
            // Too old to be begun.
            return;
        }
        boolean where = file != null
                && file.found().isPresent()
                && file.found().get().path().equals(found.path());
        Path place = where ? file.progress().place() : real(found.path());
        if (!where && place.getParent() != null) {
            look.folders.add(place.getParent());
        }
        Sighting sighting = new Sighting(found, place, found.path(), found.path(), true);
        look.seen.putIfAbsent(found.key(), sighting);
        look.asked.add(sighting);
    }

    private void addOrigins(Look look, Collection<FollowedFile> files) {
        for (Sighting seen : look.asked) {
            addOrigin(look, seen.place(), seen.path());
            places.put(seen.path(), seen.place());
        }
        Set<Path> paths = new HashSet<>();
        files.forEach(file -> paths.add(file.progress().path()));
        for (Path path : paths) {
            Path place = places.computeIfAbsent(path, this::real);
            if (!look.origins.containsKey(place)) {
                addOrigin(look, place, path);
            }
            look.origins.putIfAbsent(path, path);
        }
        places.keySet().retainAll(paths);
    }

    private static void addOrigin(Look look, Path place, Path path) {
        look.origins.put(place, path);
        if (!place.equals(path)) {
            shape(place)
                    .ifPresent(shape -> look.shapes
                            .computeIfAbsent(shape, key -> new AlikeNames())
                            .add(place));
        }
    }

    private Path real(Path path) {
        try {
            Path real = disk.real(path);
            // Where it cannot be spelled, the link that is asked for is its place.
            return Spelling.isSpellable(real) ? real : path;
        } catch (IOException e) {
            // Gone meanwhile, or a folder on the way that may not be read.
            return path;
        }
    }

    /** Not under a name that the inputs name: where it was last, or where the operating system says. */
    private void followTo(Look look, FollowedFile file) {
        Path place = file.progress().place();
        if (addIfSame(look, file, place)) {
            return;
        }
        Optional<Path> moved = file.content()
                .map(Content::whereabouts)
                .flatMap(Whereabouts::path)
                .filter(to -> hasName(file, to));
        if (moved.isPresent() && addIfSame(look, file, moved.get())) {
            look.folders.add(place.getParent());
            return;
        }
        look.lost.add(file.key());
        look.folders.add(place.getParent());
        look.folders.add(Path.of(file.path()).getParent());
        addOrigin(look, place, Path.of(file.path()));
    }

    /** What is open is read to its end in any case; a position under this name could not be kept. */
    private boolean hasName(FollowedFile file, Path renamed) {
        boolean spellable = Spelling.isSpellable(renamed);
        if (!spellable) {
            notices.problem(
                    Event.UNREADABLE,
                    "file '" + file.place() + "' was renamed; " + Spelling.refusal("it", Spelling.shown(renamed)));
        }
        return spellable;
    }

    private boolean addIfSame(Look look, FollowedFile file, Path place) {
        Optional<FileStatus> status =
                status(look, place).filter(seen -> seen.key().equals(file.key()));
        status.ifPresent(seen -> {
            boolean asked = inputs.isAsked(place, seen);
            Optional<Path> origin = pathOf(look, place);
            Path owner = Path.of(file.path());
            Path named = asked ? place : origin.orElse(owner);
            look.seen.put(
                    seen.key(),
                    new Sighting(FoundFile.of(place, seen, asked), place, owner, named, origin.isPresent()));
        });
        return status.isPresent();
    }

    private void list(Look look, Path folder) {
        List<Path> entries;
        try {
            entries = disk.list(folder);
        } catch (IOException e) {
            // Gone, or not to be read; that its files are missing is said for each of them.
            notices.note("Folder cannot be listed", folder, e);
            return;
        }
        List<Path> others = new ArrayList<>();
        for (Path entry : entries) {
            Optional<Path> path = Spelling.isSpellable(entry) ? pathOf(look, entry) : Optional.empty();
            if (path.isPresent()) {
                add(look, entry, path.get());
            } else {
                others.add(entry);
            }
        }
        for (Path entry : others) {
            if (look.lost.isEmpty()) {
                return;
            }
            status(look, entry)
                    .filter(status -> look.lost.contains(status.key()))
                    .filter(status -> hasName(look.known.get(status.key()), entry))
                    .ifPresent(status -> add(
                            look,
                            status,
                            entry,
                            Path.of(look.known.get(status.key()).path()),
                            false));
        }
    }

    /** The input's path whose file had this name before it was rotated. */
    private static Optional<Path> pathOf(Look look, Path entry) {
        if (look.origins.containsKey(entry)) {
            return Optional.of(look.origins.get(entry));
        }
        for (String origin : RotatedName.origins(entry.getFileName().toString())) {
            Path path = look.origins.get(entry.resolveSibling(origin));
            if (path != null) {
                return Optional.of(path);
            }
        }
        return shape(entry)
                .map(look.shapes::get)
                .flatMap(places -> places.mostAlike(entry.getFileName().toString()))
                .map(look.origins::get);
    }

    /**
     * Names that differ in their numbers only have one shape. Several logs may have such, as their own names hold numbers, too:
     * what is most alike is of one log. Empty for a name without number.
     */
    private static Optional<Path> shape(Path place) {
        String name = place.getFileName().toString();
        String shape = name.replaceAll("[0-9]+", "0");
        return name.equals(shape) && !name.contains("0") ? Optional.empty() : Optional.of(place.resolveSibling(shape));
    }

    private void add(Look look, Path entry, Path path) {
        Optional<FileStatus> status = status(look, entry);
        if (status.isPresent() && status.get().kind() == FileStatus.Kind.FILE) {
            add(look, status.get(), entry, path, true);
        }
    }

    private void add(Look look, FileStatus status, Path entry, Path path, boolean related) {
        FollowedFile file = look.known.get(status.key());
        // It came behind the look at what the inputs name, or to this name: it is as one that they find.
        boolean asked = inputs.isAsked(entry, status);
        // One of which nothing was read has no more than its name to tell whose it is.
        Path named = asked ? entry : path;
        Path owner = file == null || related && file.isUnread() ? named : Path.of(file.path());
        look.seen.putIfAbsent(
                status.key(), new Sighting(FoundFile.of(entry, status, asked), entry, owner, named, related));
        look.lost.remove(status.key());
    }
}
