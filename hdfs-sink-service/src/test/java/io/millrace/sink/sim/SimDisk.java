package io.millrace.sink.sim;

import io.millrace.sink.port.FileInfo;
import io.millrace.stream.RefusedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The name space of a simulated HDFS with HDFS's rules. Used by one thread at a time. */
public final class SimDisk {
    /** A file being written or closed. */
    static final class SimFile {
        final ByteArrayOutputStream content = new ByteArrayOutputStream();
        boolean closed;
        boolean deleted;
    }

    /** By path; a folder has null. */
    private final TreeMap<String, SimFile> nodes = new TreeMap<>();

    /** What tells this disk from others; set to make all that is on it a copy. */
    public String id = "disk-1";

    public SimDisk() {
        nodes.put("", null);
    }

    private static String parent(String path) {
        return path.substring(0, path.lastIndexOf('/'));
    }

    private void requireFolder(String folder) throws IOException {
        if (!nodes.containsKey(folder)) {
            throw new NoSuchFileException(folder);
        }
        if (nodes.get(folder) != null) {
            throw new IOException(folder + " is a file");
        }
    }

    SimFile create(String path) throws IOException {
        requireFolder(parent(path));
        if (nodes.containsKey(path)) {
            throw new FileAlreadyExistsException(path);
        }
        SimFile file = new SimFile();
        nodes.put(path, file);
        return file;
    }

    void close(String path, SimFile file) throws IOException {
        if (file.deleted) {
            throw new NoSuchFileException(path, null, "no lease");
        }
        file.closed = true;
    }

    void rename(String from, String to) throws IOException {
        if (!nodes.containsKey(from)) {
            throw new NoSuchFileException(from);
        }
        requireFolder(parent(to));
        if (nodes.containsKey(to)) {
            throw new FileAlreadyExistsException(to);
        }
        SimFile file = nodes.remove(from);
        nodes.put(to, file);
    }

    /** As the name node does it: all or nothing. */
    void concat(String target, List<String> parts) throws IOException {
        SimFile whole = nodes.get(target);
        if (whole == null) {
            throw new NoSuchFileException(target);
        }
        for (String path : parts) {
            if (nodes.get(path) == null) {
                throw new NoSuchFileException(path);
            }
            if (!nodes.get(path).closed
                    || nodes.get(path).content.size() == 0
                    || path.equals(target)
                    || !parent(path).equals(parent(target))) {
                throw new RefusedException(path + " cannot be put behind " + target, null);
            }
        }
        if (!whole.closed || new HashSet<>(parts).size() < parts.size()) {
            throw new RefusedException("nothing can be put behind " + target, null);
        }
        for (String path : parts) {
            whole.content.writeBytes(nodes.remove(path).content.toByteArray());
        }
    }

    void createFolder(String path) throws IOException {
        requireFolder(parent(path));
        createFolders(path);
    }

    void createFolders(String path) throws IOException {
        if (nodes.containsKey(path)) {
            requireFolder(path);
            return;
        }
        createFolders(parent(path));
        nodes.put(path, null);
    }

    /** Deletes a file or a folder with everything in it. */
    public boolean delete(String path) {
        boolean there = nodes.containsKey(path);
        List<String> doomed =
                new ArrayList<>(nodes.subMap(path + "/", path + "0").keySet());
        if (there) {
            doomed.add(path);
        }
        for (String name : doomed) {
            SimFile file = nodes.remove(name);
            if (file != null) {
                file.deleted = true;
            }
        }
        return there;
    }

    Optional<FileInfo> stat(String path) {
        return nodes.containsKey(path) ? Optional.of(info(path)) : Optional.empty();
    }

    private FileInfo info(String path) {
        SimFile file = nodes.get(path);
        String name = path.substring(path.lastIndexOf('/') + 1);
        return new FileInfo(name, file == null, file == null ? 0 : file.content.size());
    }

    List<FileInfo> list(String folder) {
        List<FileInfo> entries = new ArrayList<>();
        String prefix = folder + "/";
        for (Map.Entry<String, SimFile> entry :
                nodes.subMap(prefix, folder + "0").entrySet()) {
            if (entry.getKey().indexOf('/', prefix.length()) < 0) {
                entries.add(info(entry.getKey()));
            }
        }
        return entries;
    }

    Optional<String> fileSystemOf(String path) throws IOException {
        read(path);
        return Optional.of(id);
    }

    /** The bytes of a file. */
    public byte[] read(String path) throws IOException {
        SimFile file = nodes.get(path);
        if (file == null) {
            throw new NoSuchFileException(path);
        }
        return file.content.toByteArray();
    }

    /** Replaces or makes a file, as somebody outside would. */
    public void put(String path, byte[] bytes) throws IOException {
        createFolders(parent(path));
        SimFile file = new SimFile();
        file.content.write(bytes);
        file.closed = true;
        nodes.put(path, file);
    }

    /** Renames a folder with everything in it, as somebody outside would. */
    public void move(String from, String to) {
        List<String> inside =
                new ArrayList<>(nodes.subMap(from + "/", from + "0").keySet());
        nodes.put(to, nodes.remove(from));
        inside.forEach(path -> nodes.put(to + path.substring(from.length()), nodes.remove(path)));
    }

    /** Copies a folder with everything in it, as somebody outside would. */
    public void copy(String from, String to) {
        nodes.put(to, nodes.get(from));
        for (String path : List.copyOf(nodes.subMap(from + "/", from + "0").keySet())) {
            nodes.put(to + path.substring(from.length()), nodes.get(path));
        }
    }

    /** Paths of the folders in this one. */
    public List<String> folders(String folder) {
        return nodes.subMap(folder + "/", folder + "0").entrySet().stream()
                .filter(entry -> entry.getValue() == null)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** True if there is a file or folder of that name. */
    public boolean exists(String path) {
        return nodes.containsKey(path);
    }

    /** Paths of all files below the folder that end in this. */
    public List<String> files(String folder, String suffix) {
        return nodes.subMap(folder + "/", folder + "0").entrySet().stream()
                .filter(entry -> entry.getValue() != null && entry.getKey().endsWith(suffix))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** True if the file is still being written as far as the name node knows. */
    public boolean isOpen(String path) {
        return nodes.get(path) != null && !nodes.get(path).closed;
    }

    /** All that there is, to compare and to look at. */
    @Override
    public String toString() {
        StringBuilder all = new StringBuilder();
        nodes.forEach((path, file) -> all.append(path)
                .append(
                        file == null
                                ? "/"
                                : " "
                                        + file.content
                                                .toString(StandardCharsets.UTF_8)
                                                .replace('\n', ';'))
                .append('\n'));
        return all.toString();
    }
}
