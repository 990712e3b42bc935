package io.millrace.producer.tail;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
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
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows which file is which. A file is the same if its inode is and its content agrees with what was read of it; after
 * a copy or a compression the content alone decides: its first kilobyte and the last one before the position.
 */
final class FileSet {
    private static final Logger log = LoggerFactory.getLogger(FileSet.class);
    /** A rotation by copy truncates right after; a copy that is still one after this time is a file of its own. */
    private static final Duration COPY_GRACE = Duration.ofSeconds(10);

    private final InputFiles inputs;
    private final Disk disk;
    private final TailSettings settings;
    private final Clock clock;
    private final Map<String, FollowedFile> files = new LinkedHashMap<>();
    private final Map<Path, Long> heldCopies = new HashMap<>();
    private final Set<String> forgotten = new HashSet<>();
    private final Set<String> problems = new LinkedHashSet<>();
    private boolean firstScan;
    private boolean freshStart;

    FileSet(InputFiles inputs, TailSettings settings, Clock clock) {
        this.inputs = inputs;
        this.disk = inputs.disk();
        this.settings = settings;
        this.clock = clock;
    }

    void restore(List<FilePosition> known) {
        closeAll();
        files.clear();
        heldCopies.clear();
        forgotten.clear();
        problems.clear();
        known.forEach(position -> files.put(position.id(), FollowedFile.known(settings, position)));
        freshStart = known.isEmpty();
        firstScan = true;
    }

    Collection<FollowedFile> all() {
        return files.values();
    }

    /** Ids of positions that are no longer needed, once. */
    Set<String> takeForgotten() {
        Set<String> taken = Set.copyOf(forgotten);
        forgotten.clear();
        return taken;
    }

    /** What could not be read although it was asked for, a sentence each. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    /** Notes and logs a problem, once however often it comes. */
    void problem(String sentence) {
        if (problems.add(sentence)) {
            log.warn("{}", sentence);
        }
    }

    void closeAll() {
        files.values().forEach(FollowedFile::close);
    }

    /** Looks at the file system and brings the set up to date; {@code now} in nanoseconds. */
    void scan(long now) throws IOException {
        List<FoundFile> found = inputs.find();
        addRotated(found);
        Map<FileKey, FollowedFile> byKey = new HashMap<>();
        files.values().stream().filter(file -> file.key().isTelling()).forEach(file -> byKey.put(file.key(), file));
        Set<FollowedFile> present = new HashSet<>();
        List<FoundFile> strangers = new ArrayList<>();
        for (FoundFile seen : found) {
            FollowedFile file = seen.key().isTelling() ? byKey.get(seen.key()) : byPath(seen.path());
            if (file != null && present.contains(file)) {
                // A second name (hard link) of a file that is already followed.
                continue;
            }
            if (file != null && isStill(file, seen, now)) {
                file.attach(seen);
                present.add(file);
            } else {
                strangers.add(seen);
            }
        }
        files.values().stream().filter(file -> !present.contains(file)).forEach(FollowedFile::detach);
        for (FoundFile seen : strangers) {
            adopt(seen, now);
        }
        forgetOld();
        firstScan = false;
    }

    /** The files to read from now, opened. */
    List<FollowedFile> readable(long now) {
        List<FollowedFile> readable = new ArrayList<>();
        long open = files.values().stream().filter(FollowedFile::isOpen).count();
        for (FollowedFile file : files.values()) {
            if (file.isWorthOpening() && open < settings.maxOpenFiles()) {
                reopen(file, now);
                open += file.isOpen() ? 1 : 0;
            }
            if (file.isOpen()) {
                readable.add(file);
            }
        }
        if (open >= settings.maxOpenFiles()) {
            closeQuiet(readable, now);
        }
        return readable;
    }

    /** True if no file in sight is open or waits to be opened. */
    boolean nothingLeft() {
        return files.values().stream().noneMatch(file -> file.isOpen() || file.isWorthOpening());
    }

    /** Rotated forms of files that are not where they were, although the inputs do not name them. */
    private void addRotated(List<FoundFile> found) throws IOException {
        Set<FileKey> keys = new HashSet<>();
        Set<Path> paths = new HashSet<>();
        found.forEach(seen -> {
            keys.add(seen.key());
            paths.add(seen.path());
        });
        Set<Path> asked = new HashSet<>();
        for (FollowedFile file : files.values()) {
            boolean lost = !file.isOpen() && (firstScan || file.found().isPresent()) && !keys.contains(file.key());
            Path path = Path.of(file.firstPath());
            if (lost && path.getParent() != null && asked.add(path)) {
                for (FoundFile sibling : siblings(path)) {
                    if (paths.add(sibling.path())) {
                        found.add(sibling);
                    }
                }
            }
        }
    }

    /** Files beside {@code path} whose names begin with its name: its rotated forms, if it has any. */
    private List<FoundFile> siblings(Path path) throws IOException {
        String name = String.valueOf(path.getFileName());
        List<FoundFile> siblings = new ArrayList<>();
        try {
            for (Path entry : disk.list(path.getParent())) {
                if (String.valueOf(entry.getFileName()).startsWith(name)) {
                    disk.status(entry)
                            .filter(status -> status.kind() == FileStatus.Kind.FILE)
                            .ifPresent(status -> siblings.add(FoundFile.of(entry, status, false)));
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
        return siblings;
    }

    private FollowedFile byPath(Path path) {
        return files.values().stream()
                .filter(file -> file.found().map(FoundFile::path).equals(Optional.of(path))
                        || (file.found().isEmpty() && file.firstPath().equals(path.toString())))
                .findFirst()
                .orElse(null);
    }

    /** True if the file that was found is the one with its inode, and not another in its place. */
    private boolean isStill(FollowedFile file, FoundFile seen, long now) throws IOException {
        if (file.isOpen()) {
            if (file.wasReplaced()) {
                log.warn(
                        "File was truncated, reading it from its start: path={} read_to={}",
                        seen.path(),
                        file.offset());
                file.markReplaced();
                return false;
            }
            return true;
        }
        if (file.found().isPresent() && !file.isWorthOpeningAt(seen.size())) {
            return true;
        }
        Optional<Content> content = open(seen);
        if (content.isEmpty()) {
            return true;
        }
        if (FollowedFile.matches(content.get(), file.position())) {
            openOrLater(file, content.get(), seen, now);
            return true;
        }
        content.get().close();
        file.markReplaced();
        return false;
    }

    private void adopt(FoundFile seen, long now) throws IOException {
        Optional<Content> opened = open(seen);
        if (opened.isEmpty()) {
            return;
        }
        Content content = opened.get();
        Optional<FollowedFile> moved = sameContent(content, false);
        if (moved.isPresent()) {
            FollowedFile file = moved.get();
            file.attach(seen);
            if (file.isOpen()) {
                // The open one is the same and may have been read further than its copy.
                content.close();
            } else {
                openOrLater(file, content, seen, now);
            }
            heldCopies.remove(seen.path());
            return;
        }
        if (!seen.asked() || isCopyInProgress(seen, content, now)) {
            content.close();
            return;
        }
        heldCopies.remove(seen.path());
        FollowedFile file = FollowedFile.fresh(settings, startOf(seen, content));
        file.attach(seen);
        files.put(file.id(), file);
        openOrLater(file, content, seen, now);
        log.info("File found: path={} offset={}", seen.path(), file.offset());
    }

    /** A file read before whose content this is; {@code present}: one that is in sight, or one that is not. */
    private Optional<FollowedFile> sameContent(Content content, boolean present) throws IOException {
        for (FollowedFile file : files.values()) {
            if (file.found().isPresent() != present || file.offset() == 0) {
                continue;
            }
            FilePosition position = file.position();
            // A short beginning, such as a banner, may be that of another file.
            boolean telling = position.head().isFull() || content.isPacked() || file.isReplaced() || present;
            if (telling && FollowedFile.matches(content, position)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    private boolean isCopyInProgress(FoundFile seen, Content content, long now) throws IOException {
        if (firstScan || settings.untilEnd() || sameContent(content, true).isEmpty()) {
            return false;
        }
        long since = heldCopies.computeIfAbsent(seen.path(), path -> now);
        return now - since < COPY_GRACE.toNanos();
    }

    private FilePosition startOf(FoundFile seen, Content content) throws IOException {
        String id = UUID.randomUUID().toString().substring(0, 13);
        long offset = 0;
        int piece = 0;
        if (settings.fromEnd() && firstScan && freshStart && !content.isPacked()) {
            offset = content.knownSize();
            boolean midLine =
                    offset > 0 && !content.fingerprint(offset - 1, 1).equals(Fingerprint.of(new byte[] {'\n'}, 0, 1));
            piece = midLine ? RecordReader.PASSING_OVER : 0;
        }
        return new FilePosition(
                id,
                seen.path().toString(),
                seen.key(),
                offset,
                piece,
                Fingerprint.EMPTY,
                Fingerprint.EMPTY,
                clock.instant());
    }

    /** Opens what was found, unless another file has taken its path meanwhile. */
    private Optional<Content> open(FoundFile seen) {
        try {
            Content content = Content.open(disk, seen.path());
            if (!content.key().equals(seen.key())) {
                content.close();
                return Optional.empty();
            }
            return Optional.of(content);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            problem("file '" + seen.path() + "' cannot be opened: " + reason(e));
            return Optional.empty();
        }
    }

    private void openOrLater(FollowedFile file, Content content, FoundFile seen, long now) {
        long open = files.values().stream().filter(FollowedFile::isOpen).count();
        if (open >= settings.maxOpenFiles()) {
            content.close();
            return;
        }
        try {
            file.open(content, now);
        } catch (IOException e) {
            content.close();
            file.giveUpForNow();
            problem("file '" + seen.path() + "' cannot be read: " + reason(e));
        }
    }

    private void reopen(FollowedFile file, long now) {
        file.found().ifPresent(seen -> {
            open(seen).ifPresent(content -> openOrLater(file, content, seen, now));
            if (!file.isOpen()) {
                file.giveUpForNow();
            }
        });
    }

    /** Makes room for files that wait: those that hold nothing and have been quiet are closed. */
    private void closeQuiet(List<FollowedFile> open, long now) {
        open.removeIf(file -> {
            boolean quiet = file.found().isPresent()
                    && !file.holdsSomething()
                    && file.isAtEnd()
                    && file.idleNanos(now) >= settings.scanInterval().toNanos();
            if (quiet) {
                file.close();
            }
            return quiet;
        });
    }

    private static String reason(IOException e) {
        return e instanceof AccessDeniedException ? "no permission" : String.valueOf(e.getMessage());
    }

    private void forgetOld() {
        files.values().removeIf(file -> {
            if (file.found().isPresent() || file.isOpen()) {
                return false;
            }
            if (file.offset() == 0) {
                return true;
            }
            boolean old = file.position().updated().plus(settings.forgetAfter()).isBefore(clock.instant());
            if (old) {
                forgotten.add(file.id());
            }
            return old;
        });
    }
}
