package io.millrace.sources.tail;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * File systems in memory. Like the real ones: a file lives as long as a path or an open handle leads to it, and its number
 * is then given to the next one at once; each device numbers its files by itself; times are as coarse as asked for.
 */
final class SimDisk {
    /** A file. */
    static final class Node {
        final FileKey key;
        private byte[] data = new byte[64];
        private int size;
        private long modified;
        private int links;
        private int handles;
        private Path lastPath;
        private boolean glimpsed;
        private long deleted;
        private boolean opened;
        private boolean openedBefore;
        /** Bytes that the process was told to be there, or one before it that could leave word of it. */
        private int seenSize;
        /** As it was when the process began. */
        private int seenBefore;
        /** Bytes from its start that the process has looked into. */
        private int lookedAt;
        /** What a committed position tells of it, which the process began with. */
        private List<Mark> committed = List.of();
        /** Paths under which the process was told of it since it waited last. */
        private final Set<Path> toldAs = new HashSet<>();

        private long toldInTurn;
        /** What it held before it was truncated, until a process is told of it again; null for none. */
        private Node former;
        /** Numbers of the lines that can be read from a packed file; null for a plain one, which shows its own. */
        Set<Integer> packedLines;

        private Node(FileKey key) {
            this.key = key;
        }

        byte[] bytes() {
            return Arrays.copyOf(data, size);
        }

        /** Its bytes, with more behind {@link #size()}. */
        byte[] data() {
            return data;
        }

        int size() {
            return size;
        }

        int lookedAt() {
            return lookedAt;
        }

        boolean isDeleted() {
            return links == 0;
        }

        /** Bytes that a process was told to be there. */
        int seenSize() {
            return seenSize;
        }

        /** Numbers of the lines that a process was told to be there. */
        Set<Integer> seenLines() {
            if (packedLines != null) {
                return seenSize > 0 ? packedLines : Set.of();
            }
            return SimLines.in(data, Math.min(seenSize, size));
        }

        /** The path that led to it when it was deleted or truncated. */
        Path lastPath() {
            return lastPath;
        }

        /** True if the handle that was its last was opened to compare it, not to read it. */
        boolean wasGlimpsed() {
            return glimpsed;
        }

        int handles() {
            return handles;
        }

        /** Milliseconds since no path leads to it. */
        long deletedFor(long now) {
            return now - deleted;
        }

        /**
         * The process has ended.
         *
         * @param told true if whoever comes next can know what it knew
         * @param lookedInto true if that is more than its size
         * @param marks what whoever comes next can compare it with
         */
        void processEnded(boolean told, boolean lookedInto, List<Mark> marks) {
            openedBefore = lookedInto;
            committed = packedLines == null ? marks : List.of();
            seenBefore = told ? seenSize : seenBefore;
            seenSize = seenBefore;
            lookedAt = 0;
            opened = false;
            toldAs.clear();
        }

        private void isToldAs(Path path, long turn) {
            if (turn != toldInTurn) {
                toldAs.clear();
                toldInTurn = turn;
            }
            toldAs.add(path);
        }

        /** True if the process looked into it, and did not only see it in a list. */
        boolean wasOpened() {
            return opened;
        }

        /** True if whoever came before left word of what it holds. */
        boolean wasOpenedBefore() {
            return openedBefore;
        }

        /** True if it holds, and is as long as, whatever the process knew of what it held before. */
        private boolean looksAsBefore() {
            return size >= former.seenSize
                    && size >= former.lookedAt
                    && Arrays.equals(data, 0, former.lookedAt, former.data, 0, former.lookedAt)
                    && former.committed.stream().allMatch(this::holds);
        }

        private boolean holds(Mark mark) {
            int length = mark.before().length();
            return mark.offset() <= size
                    && Fingerprint.of(data, (int) mark.offset() - length, length)
                            .equals(mark.before());
        }
    }

    private static final boolean TRACE = Boolean.getBoolean("tail.simulation.trace");

    private final LongSupplier millis;
    private final long granularity;
    private final TreeMap<Path, Node> files = new TreeMap<>();
    private final Set<Node> held = new HashSet<>();
    private final Map<Path, Path> symlinks = new HashMap<>();
    private final Map<Path, Long> folders = new HashMap<>();
    private final Map<Long, TreeSet<Long>> freeNumbers = new HashMap<>();
    private final Map<Long, Long> nextNumber = new HashMap<>();
    /** What each path led to when a process asked last: of that it speaks, whatever the path leads to by then. */
    private final Map<Path, Node> told = new HashMap<>();

    private final Destruction destroyed;
    /** A read may give less than it was asked for. */
    private int longestRead = Integer.MAX_VALUE;

    /** @param destroyed hears of each content before it is gone for good */
    SimDisk(LongSupplier millis, long granularity, Destruction destroyed) {
        this.millis = millis;
        this.granularity = granularity;
        this.destroyed = destroyed;
    }

    void readAtMost(int bytes) {
        longestRead = bytes;
    }

    void folder(Path path, long device) {
        folders.put(path, device);
    }

    boolean hasFolder(Path path) {
        return folders.containsKey(path);
    }

    Optional<Node> at(Path path) {
        return Optional.ofNullable(files.get(resolve(path)));
    }

    /**
     * Files that a process may mean by this path: those that it holds and was told of so since it waited last, as a path may
     * change hands within one look; else the one that it was told last to have it.
     */
    Set<Node> toldAt(Path path) {
        Set<Node> meant = nodes();
        meant.removeIf(node -> node.handles == 0 || !node.toldAs.contains(path));
        if (meant.isEmpty() && told.containsKey(path)) {
            meant.add(told.get(path));
        }
        return meant;
    }

    /** Every file that can be reached or is held open, once. */
    Set<Node> nodes() {
        return new HashSet<>(files.values());
    }

    /** Files without a path that a process holds open. */
    Set<Node> held() {
        return Set.copyOf(held);
    }

    Map<Path, Node> paths() {
        return files;
    }

    /** For whoever looks into a failing seed: {@code -Dtail.simulation.trace=true}. */
    static void trace(String what) {
        if (TRACE) {
            System.out.println("        " + what);
        }
    }

    Node create(Path path) {
        Path real = resolve(path);
        Node before = files.get(real);
        if (before != null) {
            return before;
        }
        Node node = new Node(new FileKey(device(real), number(device(real))));
        node.links = 1;
        trace("create " + path + " " + node.key);
        touch(node);
        files.put(real, node);
        return node;
    }

    void write(Node node, int position, byte[] bytes) {
        int end = position + bytes.length;
        if (end > node.data.length) {
            node.data = Arrays.copyOf(node.data, Math.max(end, node.data.length * 2));
        }
        if (position > node.size) {
            Arrays.fill(node.data, node.size, position, (byte) 0);
        }
        System.arraycopy(bytes, 0, node.data, position, bytes.length);
        node.size = Math.max(node.size, end);
        touch(node);
    }

    void append(Node node, byte[] bytes) {
        write(node, node.size, bytes);
    }

    /** Gives back what was only reserved. */
    void giveBack(Node node, int size) {
        node.size = size;
        touch(node);
    }

    void truncate(Node node) {
        trace("truncate " + node.key + " of " + node.size);
        byte[] before = node.bytes();
        node.size = 0;
        touch(node);
        Node was = new Node(node.key);
        was.data = before;
        was.size = before.length;
        was.packedLines = node.packedLines;
        was.seenSize = node.seenSize;
        was.seenBefore = node.seenBefore;
        was.opened = node.opened;
        was.openedBefore = node.openedBefore;
        was.lookedAt = Math.min(node.lookedAt, was.size);
        was.committed = node.committed;
        was.lastPath = node.lastPath;
        for (Map.Entry<Path, Node> entry : files.entrySet()) {
            if (entry.getValue() == node) {
                was.lastPath = entry.getKey();
            }
        }
        node.packedLines = null;
        node.seenSize = 0;
        node.seenBefore = 0;
        node.opened = false;
        node.openedBefore = false;
        node.lookedAt = 0;
        node.committed = List.of();
        // What came and went between two questions was never seen.
        node.former = node.former == null || node.former.seenSize == 0 ? was : node.former;
        destroyed.of(was, false);
    }

    /** Within one device. */
    void rename(Path from, Path to) {
        Path link = symlinks.remove(from);
        if (link != null) {
            symlinks.put(to, link);
            return;
        }
        Node node = files.remove(from);
        if (node == null) {
            throw new IllegalStateException("the simulation renames " + from + ", which is not there");
        }
        if (node.key.device() != device(to)) {
            throw new IllegalStateException("the simulation renames across devices");
        }
        trace("rename " + from + " " + node.key + " of " + node.size + " to " + to);
        Node replaced = files.put(to, node);
        if (replaced != null) {
            replaced.lastPath = to;
            unlinked(replaced);
        }
    }

    void delete(Path path) {
        Node node = files.remove(path);
        if (node != null) {
            node.lastPath = path;
            trace("delete " + path + " " + node.key + " of " + node.size + " handles " + node.handles);
            unlinked(node);
        }
    }

    /** Makes or swaps a symbolic link in one step. */
    void symlink(Path path, Path target) {
        trace("link " + path + " to " + target);
        symlinks.put(path, target);
    }

    /** A second name. */
    void link(Path existing, Path path) {
        Node node = files.get(existing);
        node.links++;
        files.put(path, node);
    }

    /** What a process sees; {@code before} runs before each of its calls and may end it or let others act. */
    View view(Before before) {
        return new View(before);
    }

    long device(Path path) {
        for (Path at = path.getParent(); at != null; at = at.getParent()) {
            if (folders.containsKey(at)) {
                return folders.get(at);
            }
        }
        throw new IllegalStateException("no folder for " + path);
    }

    private Path resolve(Path path) {
        Path at = path;
        for (int i = 0; i < 8 && symlinks.containsKey(at); i++) {
            Path target = symlinks.get(at);
            at = target.isAbsolute() ? target : at.getParent().resolve(target).normalize();
        }
        return at;
    }

    private void unlinked(Node node) {
        node.links--;
        if (node.links == 0 && node.handles == 0) {
            free(node, false);
        } else if (node.links == 0) {
            node.deleted = millis.getAsLong();
            held.add(node);
        }
    }

    private void free(Node node, boolean byReader) {
        held.remove(node);
        destroyed.of(node, byReader);
        freeNumbers.computeIfAbsent(node.key.device(), key -> new TreeSet<>()).add(node.key.inode());
    }

    private long number(long device) {
        TreeSet<Long> free = freeNumbers.computeIfAbsent(device, key -> new TreeSet<>());
        if (!free.isEmpty()) {
            return free.pollFirst();
        }
        return nextNumber.merge(device, 1L, Long::sum) + 10;
    }

    private void isTold(Node node) {
        if (node.former != null && node.looksAsBefore()) {
            destroyed.unnoticed(node.former);
        }
        node.former = null;
    }

    private void touch(Node node) {
        node.modified = millis.getAsLong() / granularity * granularity;
    }

    /** Hears of content that is about to be gone for good. */
    interface Destruction {
        /** @param byReader true if it went because the process that reads it let go of a deleted file */
        void of(Node node, boolean byReader);

        /** A process is told of this file, whose number may have been another's. */
        default void isTold(Node node, Path path) {}

        /** A process cannot tell that this content went: what has its place looks as that did, as far as it looked. */
        default void unnoticed(Node node) {}
    }

    /** Runs before a call. */
    interface Before {
        void call(String what) throws IOException;
    }

    /** The file systems as one process sees them. */
    final class View implements Disk {
        private final Before before;
        private final List<Handle> open = new ArrayList<>();
        private long turn;
        private boolean ends;

        private View(Before before) {
            this.before = before;
        }

        /** The process waits: what it holds open from now on it means to read. */
        void turn() {
            turn++;
        }

        /** The process has committed and lets go of all: of what it is told from now on it can leave no word. */
        void ends() {
            ends = true;
        }

        /** The process is gone, and with it what it held open. */
        void die() {
            List.copyOf(open).forEach(handle -> handle.release(false));
        }

        int openFiles() {
            return open.size();
        }

        boolean holds(Node node) {
            return open.stream().anyMatch(handle -> handle.node == node);
        }

        @Override
        public List<Path> list(Path folder) throws IOException {
            before.call("list " + folder);
            if (!folders.containsKey(folder)) {
                throw new NoSuchFileException(folder.toString());
            }
            List<Path> entries = new ArrayList<>();
            files.keySet().stream()
                    .filter(path -> folder.equals(path.getParent()))
                    .forEach(entries::add);
            symlinks.keySet().stream()
                    .filter(path -> folder.equals(path.getParent()))
                    .forEach(entries::add);
            folders.keySet().stream()
                    .filter(path -> folder.equals(path.getParent()))
                    .forEach(entries::add);
            return entries;
        }

        @Override
        public Optional<FileStatus> status(Path path) throws IOException {
            before.call("status " + path);
            if (folders.containsKey(path)) {
                return Optional.of(new FileStatus(
                        new FileKey(folders.get(path), 2 + path.hashCode()), FileStatus.Kind.FOLDER, 0, 0));
            }
            return at(path).map(node -> {
                told.put(path, node);
                node.isToldAs(path, turn);
                isTold(node);
                destroyed.isTold(node, path);
                node.seenSize = ends ? node.seenSize : Math.max(node.seenSize, node.size);
                return new FileStatus(node.key, FileStatus.Kind.FILE, node.size, node.modified);
            });
        }

        @Override
        public boolean isReadable(Path path) {
            return true;
        }

        @Override
        public Path real(Path path) throws IOException {
            before.call("real " + path);
            Path real = resolve(path);
            if (real.equals(path) && !files.containsKey(real) && !folders.containsKey(real)) {
                throw new NoSuchFileException(path.toString());
            }
            return real;
        }

        @Override
        public OpenFile open(Path path) throws IOException {
            before.call("open " + path);
            Node node = at(path).orElseThrow(() -> new NoSuchFileException(path.toString()));
            Handle handle = new Handle(node);
            open.add(handle);
            return handle;
        }

        private final class Handle implements Disk.OpenFile {
            private final Node node;
            private final long opened = turn;
            private boolean closed;

            Handle(Node node) {
                this.node = node;
                node.handles++;
            }

            @Override
            public FileKey key() {
                return node.key;
            }

            @Override
            public long size() throws IOException {
                before.call("size");
                isTold(node);
                node.seenSize = ends ? node.seenSize : Math.max(node.seenSize, node.size);
                return node.size;
            }

            @Override
            public int read(long position, byte[] into, int from, int length) throws IOException {
                if (closed) {
                    throw new IOException("closed");
                }
                before.call("read");
                if (length == 0) {
                    return 0;
                }
                // The first bytes tell how it is packed, whichever file it is.
                boolean looks = length > Compression.MARK_LENGTH;
                if (position >= node.size) {
                    // Where nothing was, nothing was looked into: of what comes there its size alone is told.
                    return -1;
                }
                node.opened |= looks;
                int n = (int) Math.min(Math.min(length, longestRead), node.size - position);
                int half = n / 2;
                System.arraycopy(node.data, (int) position, into, from, half);
                // A read of many pages is not one moment: what follows may be of another time.
                before.call("second half of read");
                n = (int) Math.max(half, Math.min(n, node.size - position));
                System.arraycopy(node.data, (int) position + half, into, from + half, n - half);
                node.lookedAt = looks ? Math.max(node.lookedAt, (int) position + n) : node.lookedAt;
                return n == 0 ? -1 : n;
            }

            @Override
            public Whereabouts whereabouts() {
                if (node.links == 0) {
                    return Whereabouts.DELETED;
                }
                return new Whereabouts(
                        files.entrySet().stream()
                                .filter(entry -> entry.getValue() == node)
                                .map(Map.Entry::getKey)
                                .findFirst(),
                        false);
            }

            @Override
            public void close() {
                release(true);
            }

            private void release(boolean byReader) {
                if (!closed) {
                    closed = true;
                    open.remove(this);
                    node.handles--;
                    if (node.links == 0 && node.handles == 0) {
                        node.glimpsed = opened == turn;
                        free(node, byReader);
                    }
                }
            }
        }
    }
}
