package io.millrace.producer.tail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files that a list of paths and glob patterns names at the moment. */
public final class InputFiles {
    private static final String GLOB_CHARACTERS = "*?[{";

    private final List<String> inputs;

    /** @param inputs paths, or patterns with {@code *}, {@code **}, {@code ?}, {@code [..]}, <code>{a,b}</code> */
    public InputFiles(List<String> inputs) {
        this.inputs = List.copyOf(inputs);
    }

    /** One sentence per input that cannot be read now; a pattern is fine as long as its folder is there. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (String input : inputs) {
            Path path = Path.of(input);
            if (isPattern(input)) {
                Path folder = folderOf(path);
                if (!Files.isDirectory(folder)) {
                    problems.add("input pattern '" + input + "': folder '" + folder + "' does not exist");
                }
            } else if (!Files.exists(path)) {
                problems.add("input file '" + input + "' does not exist");
            } else if (Files.isDirectory(path)) {
                problems.add("input '" + input + "' is a folder, must be a file or a pattern such as '"
                        + path.resolve("*.log") + "'");
            } else if (!Files.isReadable(path)) {
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
                look(path, true).ifPresent(file -> found.put(path, file));
            }
        }
        List<FoundFile> files = new ArrayList<>(found.values());
        files.sort(Comparator.comparingLong(FoundFile::modified).thenComparing(FoundFile::path));
        return files;
    }

    /** Files beside {@code path} whose names begin with its name: its rotated forms, if it has any. */
    static List<FoundFile> siblings(Path path) throws IOException {
        Path folder = path.getParent();
        String name = String.valueOf(path.getFileName());
        List<FoundFile> siblings = new ArrayList<>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                if (String.valueOf(entry.getFileName()).startsWith(name)) {
                    look(entry, false).ifPresent(siblings::add);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return siblings;
    }

    private static boolean isPattern(String input) {
        return input.chars().anyMatch(c -> GLOB_CHARACTERS.indexOf(c) >= 0) && !Files.exists(Path.of(input));
    }

    /** The part of a pattern before its first glob character. */
    private static Path folderOf(Path pattern) {
        Path folder = pattern.toAbsolutePath().normalize();
        while (folder.getParent() != null && folder.toString().chars().anyMatch(c -> GLOB_CHARACTERS.indexOf(c) >= 0)) {
            folder = folder.getParent();
        }
        return folder;
    }

    private static void expand(Path pattern, Map<Path, FoundFile> found) throws IOException {
        Path folder = folderOf(pattern);
        PathMatcher matcher = folder.getFileSystem().getPathMatcher("glob:" + pattern);
        int depth =
                pattern.toString().contains("**") ? Integer.MAX_VALUE : pattern.getNameCount() - folder.getNameCount();
        FileVisitor<Path> visitor = new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile() && matcher.matches(file)) {
                    look(file, true).ifPresent(seen -> found.put(file, seen));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                // Deleted while we looked, or a folder of somebody else: the other files are still read.
                return FileVisitResult.CONTINUE;
            }
        };
        Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), depth, visitor);
    }

    private static Optional<FoundFile> look(Path path, boolean asked) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                return Optional.empty();
            }
            return Optional.of(new FoundFile(
                    path,
                    inode(path),
                    attributes.size(),
                    attributes.lastModifiedTime().toMillis(),
                    asked));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** The file's number in its file system; 0 where there is none. */
    static long inode(Path path) throws IOException {
        try {
            return (Long) Files.getAttribute(path, "unix:ino", new LinkOption[0]);
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return 0;
        }
    }
}
