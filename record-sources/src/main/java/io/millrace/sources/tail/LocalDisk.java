package io.millrace.sources.tail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The file system of this machine. */
final class LocalDisk implements Disk {
    private static final Path OWN_DESCRIPTORS = Path.of("/proc/self/fd");
    /** Linux appends it to the former path of a file that has none any more. */
    private static final String DELETED_MARK = " (deleted)";

    private static final int OPEN_TRIES = 5;

    /** Where a file was found last among those that this process has open; null for nowhere. */
    private volatile Path lastFound;

    @Override
    public List<Path> list(Path folder) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(entries::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return entries;
    }

    @Override
    public Optional<FileStatus> status(Path path) throws IOException {
        try {
            return Optional.of(numbered(path));
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return unnumbered(path);
        } catch (NoSuchFileException | NotDirectoryException | FileSystemLoopException e) {
            return Optional.empty();
        } catch (IOException e) {
            if (isGone(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public boolean isReadable(Path path) {
        return Files.isReadable(path);
    }

    @Override
    public Path real(Path path) throws IOException {
        try {
            return path.toRealPath();
        } catch (NoSuchFileException e) {
            if (!Files.isSymbolicLink(path)) {
                throw e;
            }
            Path target = path.toAbsolutePath().resolveSibling(Files.readSymbolicLink(path));
            return Files.isSymbolicLink(target)
                    ? real(target)
                    : target.getParent().toRealPath().resolve(target.getFileName());
        }
    }

    @Override
    public OpenFile open(Path path) throws IOException {
        for (int i = 0; i < OPEN_TRIES; i++) {
            // The JDK cannot ask an open file who it is. If the path led to one file before and after, it was that one.
            Optional<FileStatus> before = status(path);
            if (before.isEmpty()) {
                throw new NoSuchFileException(path.toString());
            }
            if (before.get().kind() != FileStatus.Kind.FILE) {
                // Opening a pipe would wait for a writer.
                throw new IOException("not a regular file");
            }
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
            Optional<FileStatus> after;
            try {
                after = status(path);
            } catch (IOException e) {
                channel.close();
                throw e;
            }
            if (after.map(FileStatus::key).equals(before.map(FileStatus::key))) {
                return new LocalFile(channel, before.get().key());
            }
            channel.close();
        }
        throw new IOException("another file takes its place again and again");
    }

    /** All in one system call. */
    private static FileStatus numbered(Path path) throws IOException {
        Map<String, Object> attributes =
                Files.readAttributes(path, "unix:dev,ino,size,lastModifiedTime,isRegularFile,isDirectory");
        return new FileStatus(
                new FileKey((Long) attributes.get("dev"), (Long) attributes.get("ino")),
                kind((Boolean) attributes.get("isRegularFile"), (Boolean) attributes.get("isDirectory")),
                (Long) attributes.get("size"),
                ((java.nio.file.attribute.FileTime) attributes.get("lastModifiedTime")).toMillis());
    }

    private static Optional<FileStatus> unnumbered(Path path) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return Optional.of(new FileStatus(
                    new FileKey(0, 0),
                    kind(attributes.isRegularFile(), attributes.isDirectory()),
                    attributes.size(),
                    attributes.lastModifiedTime().toMillis()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static FileStatus.Kind kind(boolean regular, boolean folder) {
        if (regular) {
            return FileStatus.Kind.FILE;
        }
        return folder ? FileStatus.Kind.FOLDER : FileStatus.Kind.OTHER;
    }

    /** The JDK has no exception of their own for a file in place of a folder and for links in a circle. */
    private static boolean isGone(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.endsWith("Not a directory") || message.contains("Too many levels of symbolic links");
    }

    private final class LocalFile implements OpenFile {
        private final FileChannel channel;
        private final FileKey key;
        /** Of this process, once it was asked for; null before, and where there is no such thing. */
        private Path descriptor;

        LocalFile(FileChannel channel, FileKey key) {
            this.channel = channel;
            this.key = key;
        }

        @Override
        public FileKey key() {
            return key;
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public int read(long position, byte[] into, int from, int length) throws IOException {
            return channel.read(ByteBuffer.wrap(into, from, length), position);
        }

        @Override
        public Whereabouts whereabouts() {
            if (!key.isTelling()) {
                return Whereabouts.UNKNOWN;
            }
            try {
                if (descriptor == null || !isOurs(descriptor)) {
                    descriptor = find();
                }
                if (descriptor == null) {
                    return Whereabouts.UNKNOWN;
                }
                Path path = Files.readSymbolicLink(descriptor);
                if (path.toString().endsWith(DELETED_MARK) && !Files.exists(path)) {
                    return Whereabouts.DELETED;
                }
                return new Whereabouts(Optional.of(path), false);
            } catch (IOException e) {
                return Whereabouts.UNKNOWN;
            }
        }

        private Path find() throws IOException {
            // Of files that are opened and closed one after the other each gets the number of the one before.
            Path guess = lastFound;
            if (guess == null || !isOurs(guess)) {
                guess = findAmongAll();
                lastFound = guess;
            }
            return guess;
        }

        private Path findAmongAll() throws IOException {
            try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(OWN_DESCRIPTORS)) {
                for (Path candidate : descriptors) {
                    if (isOurs(candidate)) {
                        return candidate;
                    }
                }
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
            return null;
        }

        private boolean isOurs(Path candidate) {
            try {
                return numbered(candidate).key().equals(key);
            } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
                return false;
            }
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                // Opened for reading only: nothing can be lost by a failed close.
                return;
            }
        }
    }
}
