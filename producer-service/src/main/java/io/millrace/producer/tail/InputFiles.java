package io.millrace.producer.tail;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The files that a list of paths and glob patterns names at the moment. */
public final class InputFiles {
    private static final String GLOB_CHARACTERS = "*?[{";

    private final Disk disk;
    private final List<String> inputs;

    /** @param inputs paths, or patterns with {@code *}, {@code **}, {@code ?}, {@code [..]}, <code>{a,b}</code> */
    public InputFiles(List<String> inputs) {
        this(new LocalDisk(), inputs);
    }

    InputFiles(Disk disk, List<String> inputs) {
        this.disk = disk;
        this.inputs = List.copyOf(inputs);
    }

    /** Where they are. */
    Disk disk() {
        return disk;
    }

    /** One sentence per input that cannot be read now; a pattern is fine as long as its folder is there. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (String input : inputs) {
            Path path = Path.of(input);
            if (isPattern(input)) {
                Path folder = folderOf(path);
                if (kind(folder).filter(FileStatus.Kind.FOLDER::equals).isEmpty()) {
                    problems.add("input pattern '" + input + "': folder '" + folder + "' does not exist");
                }
            } else if (kind(path).isEmpty()) {
                problems.add("input file '" + input + "' does not exist");
            } else if (kind(path).filter(FileStatus.Kind.FOLDER::equals).isPresent()) {
                problems.add("input '" + input + "' is a folder, must be a file or a pattern such as '"
                        + path.resolve("*.log") + "'");
            } else if (!disk.isReadable(path)) {
                problems.add("input file '" + input + "' cannot be read: no permission");
            }
        }
        return problems;
    }

    /** Every file that is named now, each once, oldest modification first. */
    List<FoundFile> find() throws IOException {
        Map<Path, FoundFile> found = new TreeMap<>();
        for (String input : inputs) {
            if (isPattern(input)) {
                expand(Path.of(input).toAbsolutePath().normalize(), found);
            } else {
                Path path = Path.of(input).toAbsolutePath().normalize();
                look(path).ifPresent(file -> found.put(path, file));
            }
        }
        List<FoundFile> files = new ArrayList<>(found.values());
        files.sort(Comparator.comparingLong(FoundFile::modified).thenComparing(FoundFile::path));
        return files;
    }

    private boolean isPattern(String input) {
        return input.chars().anyMatch(c -> GLOB_CHARACTERS.indexOf(c) >= 0)
                && kind(Path.of(input)).isEmpty();
    }

    private Optional<FileStatus.Kind> kind(Path path) {
        try {
            return disk.status(path.toAbsolutePath().normalize()).map(FileStatus::kind);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The part of a pattern before its first glob character. */
    private static Path folderOf(Path pattern) {
        Path folder = pattern.toAbsolutePath().normalize();
        while (folder.getParent() != null && folder.toString().chars().anyMatch(c -> GLOB_CHARACTERS.indexOf(c) >= 0)) {
            folder = folder.getParent();
        }
        return folder;
    }

    private void expand(Path pattern, Map<Path, FoundFile> found) throws IOException {
        Path folder = folderOf(pattern);
        PathMatcher matcher = folder.getFileSystem().getPathMatcher("glob:" + pattern);
        int depth =
                pattern.toString().contains("**") ? Integer.MAX_VALUE : pattern.getNameCount() - folder.getNameCount();
        expand(folder, depth, matcher, new HashSet<>(), found);
    }

    private void expand(Path folder, int depth, PathMatcher matcher, Set<FileKey> visited, Map<Path, FoundFile> found)
            throws IOException {
        List<Path> entries;
        try {
            entries = disk.list(folder);
        } catch (NoSuchFileException | NotDirectoryException e) {
            // Deleted while we looked.
            return;
        }
        for (Path entry : entries) {
            boolean named = matcher.matches(entry);
            if (!named && depth == 1) {
                continue;
            }
            Optional<FileStatus> status = disk.status(entry);
            if (status.isEmpty()) {
                continue;
            }
            if (named && status.get().kind() == FileStatus.Kind.FILE) {
                found.put(entry, FoundFile.of(entry, status.get(), true));
            } else if (depth > 1
                    && status.get().kind() == FileStatus.Kind.FOLDER
                    && (!status.get().key().isTelling()
                            || visited.add(status.get().key()))) {
                // Links to folders are followed; a folder that was visited is a circle or a second way to the same.
                expand(entry, depth - 1, matcher, visited, found);
            }
        }
    }

    private Optional<FoundFile> look(Path path) throws IOException {
        return disk.status(path)
                .filter(status -> status.kind() == FileStatus.Kind.FILE)
                .map(status -> FoundFile.of(path, status, true));
    }
}
