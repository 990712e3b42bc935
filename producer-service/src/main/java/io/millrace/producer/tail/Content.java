package io.millrace.producer.tail;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * An open file's content, decompressed where needed, read from a position onwards. Holding it open keeps a renamed or
 * deleted file readable.
 */
abstract sealed class Content implements AutoCloseable {
    private static final int MAGIC_LENGTH = 4;

    final Disk.OpenFile file;

    private Content(Disk.OpenFile file) {
        this.file = file;
    }

    static Content open(Disk disk, Path path) throws IOException {
        Disk.OpenFile file = disk.open(path);
        try {
            byte[] start = new byte[MAGIC_LENGTH];
            int length = readFully(file, 0, start);
            Compression compression = Compression.of(start, length);
            return compression == Compression.NONE ? new Plain(file) : new Packed(file, compression);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Which file it is. */
    final FileKey key() {
        return file.key();
    }

    /** Goes to this offset of the content. */
    abstract void seek(long offset) throws IOException;

    /** Reads on; returns the number of bytes, or -1 if no more are there now. */
    abstract int read(byte[] into, int from, int length) throws IOException;

    /** Bytes of content, as far as the file tells without reading all of it: a packed one does not. */
    abstract long knownSize() throws IOException;

    abstract boolean isPacked();

    /** Fingerprint of {@code length} bytes from {@code offset}; of fewer if the content ends before. */
    abstract Fingerprint fingerprint(long offset, int length) throws IOException;

    /** Size of the file itself. */
    final long fileSize() throws IOException {
        return file.size();
    }

    @Override
    public void close() {
        file.close();
    }

    private static int readFully(Disk.OpenFile file, long position, byte[] into) throws IOException {
        int length = 0;
        while (length < into.length) {
            int n = file.read(position + length, into, length, into.length - length);
            if (n <= 0) {
                break;
            }
            length += n;
        }
        return length;
    }

    private static final class Plain extends Content {
        private long position;

        Plain(Disk.OpenFile file) {
            super(file);
        }

        @Override
        void seek(long offset) {
            position = offset;
        }

        @Override
        int read(byte[] into, int from, int length) throws IOException {
            int n = file.read(position, into, from, length);
            if (n > 0) {
                position += n;
            }
            return n;
        }

        @Override
        long knownSize() throws IOException {
            return file.size();
        }

        @Override
        boolean isPacked() {
            return false;
        }

        @Override
        Fingerprint fingerprint(long offset, int length) throws IOException {
            byte[] bytes = new byte[length];
            return Fingerprint.of(bytes, 0, readFully(file, offset, bytes));
        }
    }

    /** A stream that can only go forward: going back means starting again. */
    private static final class Packed extends Content {
        private final Compression compression;
        private InputStream stream;
        private long position;

        Packed(Disk.OpenFile file, Compression compression) {
            super(file);
            this.compression = compression;
        }

        @Override
        void seek(long offset) throws IOException {
            if (stream == null || offset < position) {
                position = 0;
                stream = compression.unpack(new BufferedInputStream(new FileStream(file), 64 * 1024));
            }
            while (position < offset) {
                long skipped = stream.skip(offset - position);
                if (skipped <= 0) {
                    if (stream.read() < 0) {
                        throw new EOFException(
                                "content ends at byte " + position + ", before the saved position " + offset);
                    }
                    skipped = 1;
                }
                position += skipped;
            }
        }

        @Override
        int read(byte[] into, int from, int length) throws IOException {
            if (stream == null) {
                seek(position);
            }
            int n = stream.read(into, from, length);
            if (n > 0) {
                position += n;
            }
            return n;
        }

        @Override
        long knownSize() {
            return Long.MAX_VALUE;
        }

        @Override
        boolean isPacked() {
            return true;
        }

        @Override
        Fingerprint fingerprint(long offset, int length) throws IOException {
            long before = position;
            seek(0);
            seek(offset);
            byte[] bytes = new byte[length];
            int n = stream.readNBytes(bytes, 0, length);
            position += n;
            seek(before);
            return Fingerprint.of(bytes, 0, n);
        }
    }

    /** A file's bytes from its start on. */
    private static final class FileStream extends InputStream {
        private final Disk.OpenFile file;
        private long position;

        FileStream(Disk.OpenFile file) {
            this.file = file;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            int n = file.read(position, into, from, length);
            position += Math.max(0, n);
            return n;
        }
    }
}
