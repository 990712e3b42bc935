package io.millrace.sources.tail;

import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern of paths: {@code *}, {@code ?} and {@code [..]} within a name, {@code **} over any number of folders, none
 * included, and <code>{a,b}</code> for alternatives, which may hold others and may span folders. A backslash takes the
 * meaning from the character behind it.
 */
final class PathPattern {
    private static final String GLOB_CHARACTERS = "*?[{";
    private static final String ANY_DEPTH = "**";

    private final Path folder;
    private final int depth;
    private final List<PathMatcher> whole;
    /** Names on the way, as far as they are one name each. */
    private final List<PathMatcher> way;

    private PathPattern(Path pattern) {
        this.folder = folderOf(pattern);
        boolean deep = pattern.toString().contains(ANY_DEPTH);
        this.depth = deep ? Integer.MAX_VALUE : pattern.getNameCount() - folder.getNameCount();
        this.whole = withoutFolders(pattern.toString()).stream()
                .map(glob -> pattern.getFileSystem().getPathMatcher("glob:" + glob))
                .toList();
        List<PathMatcher> names = new ArrayList<>();
        for (int i = folder.getNameCount(); i < pattern.getNameCount() - 1; i++) {
            String name = pattern.getName(i).toString();
            if (name.contains(ANY_DEPTH)) {
                break;
            }
            names.add(pattern.getFileSystem().getPathMatcher("glob:" + name));
        }
        this.way = List.copyOf(names);
    }

    /** True if the text holds a character that makes it a pattern. */
    static boolean isPattern(String text) {
        return text.chars().anyMatch(c -> GLOB_CHARACTERS.indexOf(c) >= 0);
    }

    /**
     * The pattern's alternatives, each with a folder of its own.
     *
     * @throws IllegalArgumentException if it is none; the message is the reason
     */
    static List<PathPattern> of(String pattern) {
        try {
            List<PathPattern> alternatives = new ArrayList<>();
            for (String alternative : expanded(pattern)) {
                alternatives.add(
                        new PathPattern(Path.of(alternative).toAbsolutePath().normalize()));
            }
            return alternatives;
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(e.getReason(), e);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(e.getDescription(), e);
        }
    }

    /**
     * Matchers for a name alone.
     *
     * @throws IllegalArgumentException if it is no pattern; the message is the reason
     */
    static List<PathMatcher> ofName(String pattern) {
        try {
            return expanded(pattern).stream()
                    .map(glob -> FileSystems.getDefault().getPathMatcher("glob:" + glob))
                    .toList();
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(e.getDescription(), e);
        }
    }

    /** The deepest folder that all paths which match lie in. */
    Path folder() {
        return folder;
    }

    /** Folders to go down at most, the first included. */
    int depth() {
        return depth;
    }

    boolean matches(Path path) {
        return whole.stream().anyMatch(matcher -> matcher.matches(path));
    }

    /** False if nothing within this folder, which lies in {@link #folder}, can match. */
    boolean leadsThrough(Path inner) {
        int known = Math.min(way.size(), inner.getNameCount() - folder.getNameCount());
        for (int i = 0; i < known; i++) {
            if (!way.get(i).matches(inner.getName(folder.getNameCount() + i))) {
                return false;
            }
        }
        return true;
    }

    /** The pattern, and those in which {@code **} stands for no folder at all: the JDK's wants one. */
    private static List<String> withoutFolders(String pattern) {
        List<String> all = new ArrayList<>(List.of(pattern));
        for (int i = 0; i < all.size(); i++) {
            String glob = all.get(i);
            for (int at = glob.indexOf("/**/"); at >= 0; at = glob.indexOf("/**/", at + 1)) {
                String shorter = glob.substring(0, at) + glob.substring(at + 3);
                if (!all.contains(shorter)) {
                    all.add(shorter);
                }
            }
        }
        return all;
    }

    /** The folders of a pattern before its first glob character; an alternative may be a plain path. */
    private static Path folderOf(Path pattern) {
        Path folder = pattern.getParent() == null ? pattern : pattern.getParent();
        while (folder.getParent() != null && isPattern(folder.toString())) {
            folder = folder.getParent();
        }
        return folder;
    }

    /** Braces as shells expand them: the JDK's may not stand within each other. */
    private static List<String> expanded(String pattern) {
        int open = indexOutsideClasses(pattern, 0);
        if (open < 0) {
            return List.of(pattern);
        }
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int from = open + 1;
        int i = open;
        for (; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                parts.add(pattern.substring(from, i));
                break;
            } else if (c == ',' && depth == 1) {
                parts.add(pattern.substring(from, i));
                from = i + 1;
            }
        }
        if (i >= pattern.length()) {
            throw new IllegalArgumentException("a brace is not closed");
        }
        List<String> all = new ArrayList<>();
        for (String part : parts) {
            all.addAll(expanded(pattern.substring(0, open) + part + pattern.substring(i + 1)));
        }
        return all;
    }

    /** Index of the first opening brace that is neither escaped nor in brackets; -1 if there is none. */
    private static int indexOutsideClasses(String pattern, int start) {
        boolean inClass = false;
        for (int i = start; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '[') {
                inClass = true;
            } else if (c == ']') {
                inClass = false;
            } else if (c == '{' && !inClass) {
                return i;
            }
        }
        return -1;
    }
}
