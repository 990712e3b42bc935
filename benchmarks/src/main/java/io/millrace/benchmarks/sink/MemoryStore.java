package io.millrace.benchmarks.sink;

import io.millrace.sink.port.FileEnd;
import io.millrace.sink.port.FileInfo;
import io.millrace.sink.port.FileStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A file system that answers at once and keeps of data files no more than their length and end. For one thread. */
final class MemoryStore implements FileStore {
    private static final int TAIL = 64;
    private static final String KEPT_WHOLE = ".json";

    /** By path; a folder has null. */
    private final TreeMap<String, Content> nodes = new TreeMap<>();

    MemoryStore() {
        nodes.put("", null);
    }

    private static final class Content extends OutputStream {
        private final boolean whole;
        private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private long length;

        Content(boolean whole) {
            this.whole = whole;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int count) {
            length += count;
            if (whole) {
                bytes.write(from, offset, count);
                return;
            }
            byte[] before = bytes.toByteArray();
            int left = Math.min(before.length, Math.max(0, TAIL - count));
            bytes = new ByteArrayOutputStream(TAIL);
            bytes.write(before, before.length - left, left);
            bytes.write(from, offset + Math.max(0, count - TAIL), Math.min(TAIL, count));
        }
    }

    private static String above(String path) {
        return path.substring(0, path.lastIndexOf('/'));
    }

    private void requireFolderAbove(String path) throws NoSuchFileException {
        if (!nodes.containsKey(above(path))) {
            throw new NoSuchFileException(above(path));
        }
    }

    @Override
    public OutputStream create(String path) throws NoSuchFileException, FileAlreadyExistsException {
        requireFolderAbove(path);
        if (nodes.containsKey(path)) {
            throw new FileAlreadyExistsException(path);
        }
        Content content = new Content(path.endsWith(KEPT_WHOLE));
        nodes.put(path, content);
        return content;
    }

    @Override
    public boolean rename(String from, String to) throws NoSuchFileException, FileAlreadyExistsException {
        requireFolderAbove(to);
        if (!nodes.containsKey(from)) {
            throw new NoSuchFileException(from);
        }
        if (nodes.containsKey(to)) {
            throw new FileAlreadyExistsException(to);
        }
        nodes.put(to, nodes.remove(from));
        return true;
    }

    @Override
    public boolean createFolder(String path) throws NoSuchFileException {
        requireFolderAbove(path);
        return createFolders(path);
    }

    @Override
    public boolean createFolders(String path) {
        for (String folder = path; !nodes.containsKey(folder); folder = above(folder)) {
            nodes.put(folder, null);
        }
        return true;
    }

    @Override
    public boolean deleteTree(String path) {
        nodes.subMap(path + "/", path + "0").clear();
        boolean there = nodes.containsKey(path);
        nodes.remove(path);
        return there;
    }

    @Override
    public boolean deleteEmptyFolder(String path) {
        return list(path).isEmpty() && deleteTree(path);
    }

    @Override
    public Optional<FileInfo> stat(String path) {
        return nodes.containsKey(path) ? Optional.of(info(path, nodes.get(path))) : Optional.empty();
    }

    private static FileInfo info(String path, Content content) {
        return new FileInfo(
                path.substring(path.lastIndexOf('/') + 1), content == null, content == null ? 0 : content.length);
    }

    @Override
    public List<FileInfo> list(String folder) {
        List<FileInfo> entries = new ArrayList<>();
        for (Map.Entry<String, Content> entry :
                nodes.subMap(folder + "/", folder + "0").entrySet()) {
            if (above(entry.getKey()).equals(folder)) {
                entries.add(info(entry.getKey(), entry.getValue()));
            }
        }
        return entries;
    }

    @Override
    public Optional<String> fileSystemOf(String path) {
        return Optional.of("memory");
    }

    @Override
    public InputStream open(String path) throws NoSuchFileException {
        return new ByteArrayInputStream(content(path).bytes.toByteArray());
    }

    @Override
    public FileEnd end(String path, int most) throws NoSuchFileException {
        Content content = content(path);
        byte[] kept = content.bytes.toByteArray();
        return new FileEnd(
                content.length, Arrays.copyOfRange(kept, Math.max(0, kept.length - Math.min(most, TAIL)), kept.length));
    }

    private Content content(String path) throws NoSuchFileException {
        Content content = nodes.get(path);
        if (content == null) {
            throw new NoSuchFileException(path);
        }
        return content;
    }

    /** How many data files there are. */
    long files(String ending) {
        return nodes.entrySet().stream()
                .filter(entry -> entry.getValue() != null && entry.getKey().endsWith(ending))
                .count();
    }
}
