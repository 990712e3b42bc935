package io.millrace.sources.tail;

import io.millrace.sources.tail.Notices.Event;
import io.millrace.sources.tail.Openings.Still;
import io.millrace.sources.tail.RotatedName.Relation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Knows which file is which, across renames, truncation, copies and packing (decision 0057). */
final class FileSet {
    private static final int LOOKS_AFTER_A_LOSS = 2;

    private final Lookout lookout;
    private final TailSettings settings;
    private final Clock clock;
    private final Notices notices;
    private final Supplier<String> ids;
    private final Newcomers newcomers;
    private final Openings openings;
    private final OpenFiles openFiles;
    private final Generations generations;
    private final Decisions decisions;
    private final Missing missing;
    private final Unopened unopened;
    private final Map<String, FollowedFile> files = new LinkedHashMap<>();
    private final ActiveFiles active = new ActiveFiles();
    private final Set<String> forgotten = new HashSet<>();
    /** Ids of files that were taken out of the set in this run. */
    private final Set<String> dropped = new LinkedHashSet<>();

    private boolean firstLook = true;
    private boolean freshStart;
    private int undecided;
    private boolean openedNow;
    /** Looks that are still due soon: what a truncated file holds next may not stay long either. */
    private int dueSoon;

    FileSet(InputFiles inputs, TailSettings settings, Clock clock, Notices notices, Supplier<String> ids) {
        this.ids = ids;
        this.lookout = new Lookout(inputs, notices);
        this.settings = settings;
        this.clock = clock;
        this.notices = notices;
        this.openings = new Openings(inputs.disk(), notices, settings.maxOpenFiles());
        this.newcomers = new Newcomers(inputs.disk(), openings, settings, notices);
        this.openFiles = new OpenFiles(settings.maxOpenFiles());
        this.generations = new Generations(lookout);
        this.unopened = new Unopened(notices);
        this.missing = new Missing(this, settings, clock, notices, lookout::isClosed);
        this.decisions = new Decisions(this, newcomers, missing, settings.lines(), notices);
    }

    /** Goes on from these positions; files that are open stay so, because some may have lost their paths. */
    void restore(List<FilePosition> known, long now) {
        boolean start = files.isEmpty();
        Map<String, FilePosition> positions = new LinkedHashMap<>();
        known.stream()
                .filter(this::canBeFound)
                .sorted(Comparator.comparing(FilePosition::path)
                        .thenComparingInt(FilePosition::generation)
                        .thenComparing(FilePosition::id))
                .forEach(position -> positions.put(position.id(), position));
        for (FollowedFile file : List.copyOf(files.values())) {
            rewind(file, Optional.ofNullable(positions.remove(file.id())), now);
        }
        newcomers.clear();
        forgotten.clear();
        // Whether it became durable that they are not needed or not: they are not.
        dropped.stream().filter(id -> positions.remove(id) != null).forEach(forgotten::add);
        positions.values().forEach(position -> files.put(position.id(), FollowedFile.known(settings, position)));
        if (start) {
            firstLook = true;
            freshStart = known.isEmpty();
        }
        active.choose(files.values());
    }

    /** False of one whose name a run with another locale wrote down: its position waits for the next such run. */
    private boolean canBeFound(FilePosition position) {
        boolean found = Spelling.isSpellable(position.path()) && Spelling.isSpellable(position.place());
        if (!found) {
            notices.problem(Event.UNREADABLE, Spelling.refusal("file", Spelling.shown(position.place())));
        }
        return found;
    }

    private void rewind(FollowedFile file, Optional<FilePosition> position, long now) {
        try {
            file.rewind(position, now);
        } catch (ReplacedException e) {
            wasReplaced(file);
        } catch (IOException e) {
            notices.problem(Event.UNREADABLE, "file '" + file.place() + "' cannot be read: " + Notices.reason(e));
        }
    }

    Collection<FollowedFile> all() {
        return files.values();
    }

    ActiveFiles active() {
        return active;
    }

    /** Ids of positions that are no longer needed, once. */
    Set<String> takeForgotten() {
        Set<String> taken = Set.copyOf(forgotten);
        forgotten.clear();
        return taken;
    }

    /** Lets go of all; what can then no longer be read is said. */
    void closeAll() {
        files.values().stream().filter(FollowedFile::holdsMore).forEach(missing::letGo);
        files.values().forEach(file -> missing.neverOpened(file, lookout::status));
        unopened.end(lookout::status);
        files.values().forEach(FollowedFile::close);
        newcomers.clear();
    }

    /** The source ends, and files wait for others. */
    void saidWhatWaits() {
        files.values().stream().filter(file -> file.state() == FileState.NEW).forEach(newcomers::end);
    }

    /** True if another look may show more than the last one did, although nothing changes. */
    boolean isUnsettled() {
        return undecided > 0;
    }

    /** True after a look that should not be the last for long, however long it took. */
    boolean isDueSoon() {
        return dueSoon > 0;
    }

    /** Looks at the file system and brings the set up to date; {@code now} in nanoseconds. */
    void scan(long now) {
        dueSoon = Math.max(0, dueSoon - 1);
        openings.lookBegins(files.values());
        Numbers numbers = new Numbers(files.values(), firstLook);
        Map<FollowedFile, Sighting> present = new HashMap<>();
        List<Sighting> strangers = new ArrayList<>();
        for (Sighting seen : lookout.look(files.values())) {
            FollowedFile file = numbers.known(seen);
            boolean passed = file != null && file.state() == FileState.PASSED && !file.isGeneration();
            if (passed && seen.asked()) {
                drop(file);
                file = null;
            }
            if (file == null && seen.related()) {
                strangers.add(seen.asStranger());
            } else if (file == null) {
                missing.mayBeRenamed(numbers.owner(seen), seen.file());
            } else if (!present.containsKey(file)) {
                present.put(file, seen);
            }
        }
        LaterStates later = new LaterStates(files.values(), present.keySet());
        for (FollowedFile file : List.copyOf(files.values())) {
            Sighting seen = present.get(file);
            if (seen == null) {
                file.detach();
            } else if (isAnother(file, seen, later) && seen.related()) {
                strangers.add(seen.asStranger());
            }
        }
        if (firstLook && !freshStart) {
            // Who ran before may have seen a rotation, and not yet all that came of it.
            files.values().forEach(file -> generations.rotated(file.path()));
        }
        generations.note(files.values());
        adopt(Generations.inOrder(strangers));
        openings.letGoOfOthers();
        boolean fromEnd = settings.fromEnd() && firstLook && freshStart;
        undecided = decisions.decide(firstLook, freshStart, fromEnd, now) + missing.settle(now) + unopened.settle();
        firstLook = false;
        generations.lookEnds();
        active.choose(files.values());
    }

    /** True if what was seen is certainly another file, which has the number of this one. */
    private boolean isAnother(FollowedFile file, Sighting seen, LaterStates later) {
        Still still = openings.still(file, seen, later);
        if (still == Still.UNSEEN) {
            unopened.add(file, seen);
            file.detach();
            return false;
        }
        unopened.isSeen(seen.file());
        if (still == Still.SAME) {
            file.attach(seen.file(), seen.place().toString());
            file.sight().isRelated(seen.related());
            return false;
        }
        loseFile(file);
        return true;
    }

    /** What the file held is gone from it; copies of it are looked at anew, and the next look finds its place as a stranger's. */
    void loseFile(FollowedFile file) {
        dueSoon = LOOKS_AFTER_A_LOSS;
        FoundFile seen = file.found().orElse(null);
        notices.warn(
                Event.TRUNCATED,
                "File was truncated or overwritten, reading it from its start: path={} read_to={}; what was written"
                        + " behind that and is in no copy is lost",
                seen == null ? file.place() : seen.path(),
                file.offset());
        generations.rotated(file.path());
        file.loseFile();
        reconsiderCopies(file);
        active.othersMoved();
    }

    /**
     * It was read, and something else is in its file: that is found at once, and held, so that whoever looks next can tell if
     * it went, too.
     */
    void wasReplaced(FollowedFile file) {
        Optional<FoundFile> found = Recognition.asItsLog(file);
        file.sight().mistaken();
        Optional<Content> content = found.flatMap(seen -> file.takeContent());
        Optional<FollowedFile> next = found.map(seen -> successor(file, seen));
        next.ifPresent(one -> content.ifPresent(open -> openings.holdAnew(one, open)));
        // Said behind that: what is truncated while it is looked at is then told, too.
        loseFile(file);
        next.ifPresent(one -> files.put(one.id(), one));
    }

    private FollowedFile successor(FollowedFile file, FoundFile seen) {
        int newest = Generations.newest(file.path(), files.values());
        FollowedFile next = fresh(file.path(), file.place(), newest + 1, seen.key());
        next.attach(seen, file.place());
        return next;
    }

    private FollowedFile fresh(String path, String place, int generation, FileKey key) {
        return FollowedFile.fresh(
                settings,
                new FilePosition(
                        ids.get(), path, place, generation, key, FileState.NEW, 0, Reached.START, clock.instant()));
    }

    private void reconsiderCopies(FollowedFile lost) {
        String original = Path.of(lost.place()).getFileName().toString();
        for (FollowedFile file : files.values()) {
            String copy = Path.of(file.place()).getFileName().toString();
            if (file.state() == FileState.PASSED && RotatedName.relation(copy, original) == Relation.ROTATED) {
                file.setState(FileState.NEW);
            }
        }
    }

    /** Files that were not known get a place in the set, in the order of their path's generations. */
    private void adopt(List<Sighting> strangers) {
        if (strangers.isEmpty()) {
            // As in most looks: there is no need to go through all files.
            return;
        }
        Map<String, Integer> newest = new HashMap<>();
        files.values().forEach(file -> newest.merge(file.path(), file.generation(), Math::max));
        Set<Path> between = generations.between(strangers, files.values());
        Set<FileKey> taken = new HashSet<>();
        Set<FileKey> before = new Numbers(files.values(), firstLook).all();
        for (Sighting seen : strangers) {
            if (!taken.add(seen.key())) {
                continue;
            }
            unopened.isSeen(seen.file());
            String path = seen.path().toString();
            boolean generation = seen.asked() || between.contains(seen.path());
            FollowedFile file = fresh(
                    path,
                    seen.place().toString(),
                    generation ? newest.merge(path, 1, Integer::sum) : FilePosition.NO_GENERATION,
                    seen.key());
            file.attach(seen.file(), seen.place().toString());
            openings.hold(file, seen.file());
            if (before.contains(seen.key())) {
                dropSameUnread(file);
                release(seen.key(), file);
            }
            files.put(file.id(), file);
        }
    }

    /** Of what was found under another name and holds what that held nothing is gone. */
    private void dropSameUnread(FollowedFile file) {
        List<FollowedFile> all = List.copyOf(files.values());
        all.stream().filter(other -> Openings.isSameUnread(file, other)).forEach(this::drop);
    }

    /** It came between two generations of its path if that was rotated in one of the last looks, whichever showed first. */
    void takeForGenerationIfRotated(FollowedFile file) {
        generations.takeIfRotated(file, files.values());
    }

    /** Another file, this one, has the number now. */
    void release(FileKey key, FollowedFile owner) {
        files.values().stream()
                .filter(file -> file != owner && file.key().equals(key))
                .forEach(FollowedFile::loseFile);
    }

    void drop(FollowedFile file) {
        newcomers.forget(file);
        file.close();
        files.remove(file.id());
        dropped.add(file.id());
        if (file.progress().isSaved()) {
            forgotten.add(file.id());
        }
    }

    /** The files to read from now, opened. */
    List<FollowedFile> readable(long now) {
        openedNow = false;
        return openFiles.choose(active.list(), now, this::reopen);
    }

    /** True if a file was opened when it was last asked which are readable. */
    boolean hasOpened() {
        return openedNow;
    }

    private boolean reopen(FollowedFile file, long now) {
        boolean packed = file.isPacked();
        try {
            if (file.isHeld()) {
                file.open(now);
                openedNow = true;
                return true;
            }
            Optional<Content> content = openings.open(file.found().orElseThrow());
            if (content.isEmpty()) {
                file.giveUpForNow();
                return false;
            }
            packed = content.get().isPacked();
            file.open(content.get(), now);
            openedNow = true;
            return true;
        } catch (ReplacedException e) {
            wasReplaced(file);
            return false;
        } catch (IOException e) {
            Openings.giveUp(file, packed);
            notices.problem(Event.UNREADABLE, "file '" + file.place() + "' cannot be read: " + Notices.reason(e));
            return false;
        }
    }
}
