package io.millrace.sources.tail;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * An open file's content, unpacked where needed, read from a position onwards. Holding it open keeps a renamed or deleted
 * file readable.
 */
abstract class Content implements AutoCloseable {
    private final Disk.OpenFile file;

    Content(Disk.OpenFile file) {
        this.file = file;
    }

    static Content open(Disk disk, Path path) throws IOException {
        Disk.OpenFile file = disk.open(path);
        try {
            return of(file, compression(file));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static Compression compression(Disk.OpenFile file) throws IOException {
        byte[] start = new byte[Compression.MARK_LENGTH];
        return Compression.of(start, readFully(file, 0, start, 0, start.length));
    }

    private static Content of(Disk.OpenFile file, Compression compression) {
        return compression == Compression.NONE ? new PlainContent(file) : new PackedContent(file, compression);
    }

    /** The same open file as it is packed or not now: when it was opened its first bytes may not have been there. */
    final Content asItIsNow() throws IOException {
        Compression now = compression(file);
        return now == compression() ? this : of(file, now);
    }

    /** The same open file, of which nothing was read yet. */
    final Content anew() throws IOException {
        return of(file, compression(file));
    }

    /** Which file it is. */
    final FileKey key() {
        return file.key();
    }

    /** Where it is now, as far as the operating system tells. */
    final Disk.Whereabouts whereabouts() {
        return file.whereabouts();
    }

    /** Goes to this offset of the content. */
    abstract void seek(long offset) throws IOException;

    /**
     * Reads on; returns the number of bytes, or -1 if no more are there now.
     *
     * @throws ReplacedException if the file holds other content than was read
     */
    abstract int read(byte[] into, int from, int length) throws IOException;

    /** Looks whether the file still holds what was read of it, although it holds nothing new. */
    abstract void verify() throws IOException;

    /** Bytes of content, as far as the file tells without reading all of it: a packed one does not. */
    abstract long knownSize() throws IOException;

    abstract Compression compression();

    final boolean isPacked() {
        return compression() != Compression.NONE;
    }

    /** True if it holds what was read of a file, to the last byte, and perhaps more. */
    final boolean holds(Reached reached) throws IOException {
        int head = reached.head().length();
        int tail = reached.tail().length();
        return knownSize() >= reached.offset()
                && fingerprint(0, head).equals(reached.head())
                && fingerprint(reached.offset() - tail, tail).equals(reached.tail());
    }

    /**
     * It was looked at and held this, of which nothing was read yet, or not all.
     *
     * @throws ReplacedException if it holds something else now
     */
    abstract void expect(Reached start) throws IOException;

    /**
     * As {@link #expect}, as far as its first bytes tell where more would take long: enough for one that stayed open, or
     * that is not read yet.
     */
    void expectStart(Reached start) throws IOException {
        expect(start);
    }

    /** Fingerprint of {@code length} bytes from {@code offset}; of fewer if the content ends before. */
    abstract Fingerprint fingerprint(long offset, int length) throws IOException;

    /** Places that were passed while reading, to be known again by. */
    List<Mark> marks() {
        return List.of();
    }

    /** What was read last; null if that is not remembered. */
    Recent recent() {
        return null;
    }

    /** As {@link #recent}; what is read from now on is remembered by itself, as it may be of another content. */
    Recent takeRecent() {
        return null;
    }

    /**
     * Length of the hole, a long run of NUL, that begins at {@code offset}; 0 if there is none or if it reaches the end,
     * because it may be filled yet.
     */
    long hole(long offset) throws IOException {
        return 0;
    }

    /** Size of the file itself. */
    long fileSize() throws IOException {
        return file.size();
    }

    final Disk.OpenFile file() {
        return file;
    }

    @Override
    public void close() {
        file.close();
    }

    static int readFully(Disk.OpenFile file, long position, byte[] into, int from, int length) throws IOException {
        int total = 0;
        while (total < length) {
            int n = file.read(position + total, into, from + total, length - total);
            if (n <= 0) {
                break;
            }
            total += n;
        }
        return total;
    }
}
