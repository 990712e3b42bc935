package io.millrace.mapreduce.input;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.GlobPattern;
import org.apache.hadoop.fs.Path;

/**
 * Finds what a path with Hadoop's patterns ({@code * ? [a-c] {a,b} \\}) names. Hadoop's own search takes a name with a colon for a
 * URI and gives up, and colons are usual in the names of rotated logs.
 */
final class PathPattern {
    private static final String SPECIAL = "*?[{\\";

    private PathPattern() {}

    /** The files and folders that the pattern names, sorted; empty if there are none. */
    static List<FileStatus> find(FileSystem fs, Path pattern) throws IOException {
        // A name that exists is meant as it stands, whatever signs are in it.
        try {
            return List.of(fs.getFileStatus(pattern));
        } catch (FileNotFoundException e) {
            if (pattern.toUri().getPath().chars().noneMatch(c -> SPECIAL.indexOf(c) >= 0)) {
                return List.of();
            }
        }
        Path absolute = fs.makeQualified(pattern);
        List<FileStatus> found = new ArrayList<>();
        for (String alternative : alternatives(absolute.toUri().getPath())) {
            List<Path> folders = List.of(
                    new Path(absolute.toUri().getScheme(), absolute.toUri().getAuthority(), "/"));
            List<FileStatus> level = new ArrayList<>();
            for (String part : alternative.substring(1).split("/")) {
                level = part(fs, folders, part);
                folders = level.stream()
                        .filter(FileStatus::isDirectory)
                        .map(FileStatus::getPath)
                        .toList();
            }
            found.addAll(level);
        }
        found.sort(Comparator.comparing(FileStatus::getPath));
        return found;
    }

    private static List<FileStatus> part(FileSystem fs, List<Path> folders, String part) throws IOException {
        GlobPattern pattern = new GlobPattern(part);
        List<FileStatus> found = new ArrayList<>();
        for (Path folder : folders) {
            try {
                if (!pattern.hasWildcard()) {
                    // Without scheme and authority a name's colon is a character like any other.
                    found.add(fs.getFileStatus(new Path(folder, new Path(null, null, part.replace("\\", "")))));
                    continue;
                }
                for (FileStatus child : fs.listStatus(folder)) {
                    if (pattern.matches(child.getPath().getName()) && !isUnasked(child, part)) {
                        found.add(child);
                    }
                }
            } catch (FileNotFoundException e) {
                // This folder holds nothing of that name.
            }
        }
        return found;
    }

    /** Hidden names are matched only by patterns that start as they do. */
    private static boolean isUnasked(FileStatus child, String part) {
        String name = child.getPath().getName();
        return InputListing.isHidden(name) && part.charAt(0) != name.charAt(0);
    }

    /** Braces may hold slashes, so they are taken apart before the path is. */
    private static List<String> alternatives(String path) throws IOException {
        int open = -1;
        int depth = 0;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '{') {
                open = depth++ == 0 ? i : open;
            } else if (c == '}' && depth > 0 && --depth == 0) {
                return within(path, open, i);
            }
        }
        if (depth > 0) {
            throw new IOException("input " + path + ": a brace is opened and not closed");
        }
        return List.of(path);
    }

    private static List<String> within(String path, int open, int close) throws IOException {
        List<String> all = new ArrayList<>();
        int depth = 0;
        int from = open + 1;
        for (int i = open + 1; i <= close; i++) {
            char c = path.charAt(i);
            if (depth == 0 && (c == ',' || i == close)) {
                all.addAll(alternatives(path.substring(0, open) + path.substring(from, i) + path.substring(close + 1)));
                from = i + 1;
            }
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
        }
        return all;
    }
}
