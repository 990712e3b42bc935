package io.millrace.launcher.query;

import io.millrace.runtime.cli.ServiceException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.security.AccessControlException;

/** Looks for folders that sinks wrote: they hold a {@code _millrace}. */
final class LandedRoots {
    private static final String CONTROL_FOLDER = "_millrace";
    /** A name node of many is not searched through for a table that somebody can name. */
    private static final int MOST_FOLDERS = 2_000;

    private final FileSystem fs;

    LandedRoots(FileSystem fs) {
        this.fs = fs;
    }

    /**
     * The roots below a folder, and the folders that were named.
     *
     * @param below where to look; a folder that is not there has none
     * @param named folders to take whatever they hold, by the names that they shall have
     */
    List<LandedRoot> find(String below, Map<String, String> named) throws IOException {
        List<Path> found = search(fs.makeQualified(new Path(below)));
        Map<Path, String> names = new HashMap<>();
        for (Map.Entry<String, String> one : named.entrySet()) {
            Path path = fs.makeQualified(new Path(one.getValue()));
            if (!fs.exists(path)) {
                throw new ServiceException(
                        "--folder is '" + one.getKey() + "=" + one.getValue() + "', must name a folder that is there");
            }
            if (!found.contains(path)) {
                found.add(path);
            }
            names.put(path, one.getKey());
        }
        found.sort(Comparator.comparing(Path::toString));
        nameTheRest(found, names);
        List<LandedRoot> roots = new ArrayList<>();
        for (Path path : found) {
            roots.add(new LandedRoot(names.get(path), path.toUri().getPath(), files(path)));
        }
        return roots;
    }

    private List<Path> search(Path start) throws IOException {
        List<Path> roots = new ArrayList<>();
        Deque<Path> open = new ArrayDeque<>(List.of(start));
        for (int looked = 0; !open.isEmpty() && looked < MOST_FOLDERS; looked++) {
            Path folder = open.remove();
            List<Path> folders = folders(folder);
            if (folders.stream().anyMatch(child -> child.getName().equals(CONTROL_FOLDER))) {
                roots.add(folder);
            } else {
                folders.stream().filter(child -> !isHidden(child.getName())).forEach(open::add);
            }
        }
        return roots;
    }

    /** Those in a folder; none where it is not there, or not for this user to see. */
    private List<Path> folders(Path folder) throws IOException {
        try {
            List<Path> folders = new ArrayList<>();
            for (FileStatus child : fs.listStatus(folder)) {
                if (child.isDirectory()) {
                    folders.add(child.getPath());
                }
            }
            folders.sort(Comparator.comparing(Path::toString));
            return folders;
        } catch (java.io.FileNotFoundException | AccessControlException e) {
            return List.of();
        }
    }

    private List<LandedFile> files(Path root) throws IOException {
        List<LandedFile> files = new ArrayList<>();
        int start = root.toUri().getPath().length() + (root.isRoot() ? 0 : 1);
        RemoteIterator<LocatedFileStatus> all = fs.listFiles(root, true);
        while (all.hasNext()) {
            FileStatus file = all.next();
            String relative = file.getPath().toUri().getPath().substring(start);
            boolean hidden = List.of(relative.split("/")).stream().anyMatch(LandedRoots::isHidden);
            if (!hidden && file.getLen() > 0) {
                files.add(
                        new LandedFile(file.getPath().toString(), relative, file.getLen(), file.getModificationTime()));
            }
        }
        files.sort(Comparator.comparing(LandedFile::relative));
        return files;
    }

    /** By the last part of the path; with the one before it where several would be called the same. */
    private static void nameTheRest(List<Path> found, Map<Path, String> names) {
        Map<String, Integer> uses = new HashMap<>();
        found.forEach(path -> uses.merge(word(path.getName()), 1, Integer::sum));
        Set<String> taken = new HashSet<>(names.values());
        taken.add(Engine.LIST);
        for (Path path : found) {
            if (names.containsKey(path)) {
                continue;
            }
            String plain = word(path.getName());
            String name = uses.get(plain) > 1 && path.getParent() != null
                    ? word(path.getParent().getName() + "_" + path.getName())
                    : plain;
            String free = name;
            for (int i = 2; !taken.add(free); i++) {
                free = name + "_" + i;
            }
            names.put(path, free);
        }
    }

    /** As SQL takes it without quotes. */
    static String word(String name) {
        String word = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
        return word.isEmpty() || Character.isDigit(word.charAt(0)) ? "t_" + word : word;
    }

    private static boolean isHidden(String name) {
        return name.startsWith("_") || name.startsWith(".");
    }
}
