package io.millrace.sources.tail;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that a list of paths and glob patterns names at the moment. What cannot be looked at is said once, and again
 * after it could be; it does not keep the others from being found.
 */
public final class InputFiles {
    private static final Logger log = LoggerFactory.getLogger(InputFiles.class);
    private static final String STANDARD_INPUT = "-";
    private static final String OLD = "old";

    private final Disk disk;
    private final List<String> inputs;
    private final List<PathPattern> excluded = new ArrayList<>();
    private final List<PathMatcher> excludedNames = new ArrayList<>();
    private final Optional<Duration> ignoreOlder;
    private final Clock clock;
    /** Sentences about what the last look could not look at. */
    private Set<String> unreadable = Set.of();

    private Set<String> unreadableNow = new LinkedHashSet<>();
    /** What the inputs were when they were looked for last. */
    private final List<PathPattern> patterns = new ArrayList<>();

    private final Set<Path> paths = new HashSet<>();
    private final Set<String> said = new HashSet<>();
    /** Hears each sentence when it begins to be true. */
    private Consumer<String> hearer = sentence -> {};

    /** @param inputs paths, or patterns of {@link PathPattern} */
    public InputFiles(List<String> inputs) {
        this(new LocalDisk(), inputs);
    }

    InputFiles(Disk disk, List<String> inputs) {
        this(disk, inputs, List.of(), Optional.empty(), Clock.systemUTC());
    }

    /**
     * Some of the files.
     *
     * @param excludes patterns of what is left out: of a file's or folder's name, or, with a slash, of its whole path
     * @param ignoreOlder files that were not modified for so long are not begun; those that were begun are gone on with
     * @throws IllegalArgumentException if an exclude is no pattern
     */
    public InputFiles(List<String> inputs, List<String> excludes, Optional<Duration> ignoreOlder, Clock clock) {
        this(new LocalDisk(), inputs, excludes, ignoreOlder, clock);
    }

    InputFiles(Disk disk, List<String> inputs, List<String> excludes, Optional<Duration> ignoreOlder, Clock clock) {
        this.disk = disk;
        this.inputs = List.copyOf(inputs);
        this.ignoreOlder = ignoreOlder;
        this.clock = clock;
        for (String exclude : excludes) {
            if (exclude.contains("/")) {
                excluded.addAll(PathPattern.of(exclude));
            } else {
                excludedNames.addAll(PathPattern.ofName(exclude));
            }
        }
    }

    /** From now on this hears of what cannot be looked at, too. */
    void tell(Consumer<String> listener) {
        hearer = listener;
    }

    /** Where they are. */
    Disk disk() {
        return disk;
    }

    /** One sentence per input that can never be one, however long one waits. */
    @SuppressWarnings("ReturnValueIgnored") // whether it can be read is all that is asked
    public List<String> mistakes() {
        List<String> mistakes = new ArrayList<>();
        for (String input : inputs) {
            if (input.equals(STANDARD_INPUT)) {
                mistakes.add(
                        "input '-' is standard input, must be a file: after a failure what was read from it could not"
                                + " be read again");
                continue;
            }
            try {
                if (isPattern(input)) {
                    PathPattern.of(input);
                } else {
                    Path.of(input);
                }
            } catch (InvalidPathException e) {
                mistakes.add(Spelling.refusal("input", Spelling.shown(input)));
            } catch (IllegalArgumentException e) {
                mistakes.add("input is '" + input + "', must be a pattern: " + e.getMessage());
            }
        }
        return mistakes;
    }

    /** One sentence per input that cannot be read now; a pattern is fine as long as its folder is there. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (String input : inputs) {
            try {
                if (!isPattern(input)) {
                    problem(input, Path.of(input)).ifPresent(problems::add);
                    continue;
                }
                List<PathPattern> alternatives = PathPattern.of(input);
                if (alternatives.stream().noneMatch(pattern -> isFolder(pattern.folder()))) {
                    problems.add("input pattern '" + input + "': folder '"
                            + alternatives.get(0).folder() + "' does not exist");
                }
            } catch (IllegalArgumentException e) {
                // Among the mistakes.
                log.debug("No problem of the file system: input={}", input, e);
            }
        }
        return problems;
    }

    private Optional<String> problem(String input, Path path) {
        Optional<FileStatus> status;
        try {
            status = disk.status(path.toAbsolutePath().normalize());
        } catch (IOException e) {
            return Optional.of("input file '" + input + "' cannot be read: " + reason(e));
        }
        if (status.isEmpty()) {
            return Optional.of("input file '" + input + "' does not exist");
        }
        return switch (status.get().kind()) {
            case FOLDER ->
                Optional.of("input '" + input + "' is a folder, must be a file or a pattern such as '"
                        + path.resolve("*.log") + "'");
            case OTHER -> Optional.of("input '" + input + "' is a pipe, a socket or a device, must be a regular file");
            case FILE ->
                disk.isReadable(path)
                        ? Optional.empty()
                        : Optional.of("input file '" + input + "' cannot be read: no permission");
        };
    }

    /** What the last look could not look at although it was asked for, a sentence each. */
    public List<String> unreadable() {
        return List.copyOf(unreadable);
    }

    /** Every file that is named now, each once, oldest modification first. */
    List<FoundFile> find() {
        unreadableNow = new LinkedHashSet<>();
        patterns.clear();
        paths.clear();
        Map<Path, FoundFile> found = new HashMap<>();
        for (String input : inputs) {
            if (isPattern(input)) {
                for (PathPattern pattern : PathPattern.of(input)) {
                    patterns.add(pattern);
                    new Walk(pattern, found).into(pattern.folder(), pattern.depth());
                }
            } else {
                Path path = Path.of(input).toAbsolutePath().normalize();
                paths.add(path);
                status(path).ifPresent(status -> take(path, status, found));
            }
        }
        tellUnreadable();
        List<FoundFile> files = new ArrayList<>(found.values());
        files.sort(Comparator.comparingLong(FoundFile::modified).thenComparing(FoundFile::path));
        return files;
    }

    private void tellUnreadable() {
        Set<String> before = unreadable;
        unreadable = unreadableNow;
        unreadable.stream().filter(sentence -> !before.contains(sentence)).forEach(sentence -> {
            log.warn("{}", sentence);
            hearer.accept(sentence);
        });
        before.stream()
                .filter(sentence -> !unreadable.contains(sentence))
                .forEach(sentence -> log.info("No longer so: {}", sentence));
    }

    private void take(Path path, FileStatus status, Map<Path, FoundFile> found) {
        if (isExcluded(path)) {
            return;
        }
        if (status.kind() == FileStatus.Kind.OTHER) {
            sayOnce("'" + Spelling.shown(path) + "' is a pipe, a socket or a device and is not read");
        } else if (status.kind() == FileStatus.Kind.FILE) {
            if (!Spelling.isSpellable(path)) {
                unreadableNow.add(Spelling.refusal("file", Spelling.shown(path)));
                return;
            }
            boolean old = isOld(status);
            if (old && said.add(OLD)) {
                log.info("Files older than --ignore-older are not begun before they are modified: first={}", path);
            }
            found.put(path, FoundFile.of(path, status, !old));
        }
    }

    private boolean isOld(FileStatus status) {
        return ignoreOlder
                .filter(age -> status.modified() < clock.millis() - age.toMillis())
                .isPresent();
    }

    /** True if the inputs name a file that was not there, or not under this name, when they were looked for last. */
    boolean isAsked(Path path, FileStatus status) {
        boolean named = paths.contains(path)
                || patterns.stream().anyMatch(pattern -> pattern.matches(path) && !isWithinExcluded(pattern, path));
        return named && !isExcluded(path) && !isOld(status);
    }

    private boolean isWithinExcluded(PathPattern pattern, Path path) {
        for (Path at = path.getParent(); at != null && !at.equals(pattern.folder()); at = at.getParent()) {
            if (isExcluded(at)) {
                return true;
            }
        }
        return false;
    }

    private boolean isExcluded(Path path) {
        Path name = path.getFileName();
        return excluded.stream().anyMatch(pattern -> pattern.matches(path))
                || (name != null && excludedNames.stream().anyMatch(matcher -> matcher.matches(name)));
    }

    private void sayOnce(String sentence) {
        if (said.add(sentence)) {
            log.info("{}", sentence);
        }
    }

    private boolean isPattern(String input) {
        return PathPattern.isPattern(input) && !exists(input);
    }

    /** True if there is something under exactly this name. */
    public boolean exists(String name) {
        try {
            return disk.status(Path.of(name).toAbsolutePath().normalize()).isPresent();
        } catch (IOException | InvalidPathException e) {
            return false;
        }
    }

    private boolean isFolder(Path path) {
        try {
            return disk.status(path)
                    .filter(status -> status.kind() == FileStatus.Kind.FOLDER)
                    .isPresent();
        } catch (IOException e) {
            // It is there, and looking into it will say what is wrong with it.
            return true;
        }
    }

    /** Empty if there is nothing, or if it cannot be looked at, which is noted. */
    private Optional<FileStatus> status(Path path) {
        try {
            return disk.status(path);
        } catch (IOException e) {
            unreadableNow.add("'" + Spelling.shown(path) + "' cannot be looked at: " + reason(e));
            return Optional.empty();
        }
    }

    private static String reason(IOException e) {
        return e instanceof AccessDeniedException ? "no permission" : String.valueOf(e.getMessage());
    }

    /** One pattern's way through the folders. */
    private final class Walk {
        private final PathPattern pattern;
        private final Map<Path, FoundFile> found;
        private final Set<FileKey> visited = new HashSet<>();

        Walk(PathPattern pattern, Map<Path, FoundFile> found) {
            this.pattern = pattern;
            this.found = found;
        }

        void into(Path folder, int depth) {
            List<Path> entries;
            try {
                entries = disk.list(folder);
            } catch (NoSuchFileException | NotDirectoryException e) {
                // Deleted while we looked, or not made yet.
                return;
            } catch (IOException e) {
                unreadableNow.add("folder '" + Spelling.shown(folder) + "' cannot be read: " + reason(e));
                return;
            }
            for (Path entry : entries) {
                boolean named = pattern.matches(entry);
                boolean deeper = depth > 1 && pattern.leadsThrough(entry) && !isExcluded(entry);
                if (named || deeper) {
                    status(entry).ifPresent(status -> look(entry, status, named, deeper ? depth - 1 : 0));
                }
            }
        }

        private void look(Path entry, FileStatus status, boolean named, int depth) {
            if (status.kind() != FileStatus.Kind.FOLDER) {
                if (named) {
                    take(entry, status, found);
                }
            } else if (depth > 0 && (!status.key().isTelling() || visited.add(status.key()))) {
                // Links to folders are followed; a folder that was visited is a circle or a second way to the same.
                into(entry, depth);
            }
        }
    }
}
