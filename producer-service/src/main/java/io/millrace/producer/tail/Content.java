package io.millrace.producer.tail;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * An open file's content, decompressed where needed, read from a position onwards. Holding it open keeps a renamed or
 * deleted file readable.
 */
abstract sealed class Content implements AutoCloseable {
    private static final int MAGIC_LENGTH = 4;

    final FileChannel channel;

    private Content(FileChannel channel) {
        this.channel = channel;
    }

    static Content open(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            byte[] start = new byte[MAGIC_LENGTH];
            int length = readFully(channel, 0, start);
            Compression compression = Compression.of(start, length);
            return compression == Compression.NONE ? new Plain(channel) : new Packed(channel, compression);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
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
        return channel.size();
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

    private static int readFully(FileChannel channel, long position, byte[] into) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(into);
        while (buffer.hasRemaining()) {
            int n = channel.read(buffer, position + buffer.position());
            if (n < 0) {
                break;
            }
        }
        return buffer.position();
    }

    private static final class Plain extends Content {
        private long position;

        Plain(FileChannel channel) {
            super(channel);
        }

        @Override
        void seek(long offset) {
            position = offset;
        }

        @Override
        int read(byte[] into, int from, int length) throws IOException {
            int n = channel.read(ByteBuffer.wrap(into, from, length), position);
            if (n > 0) {
                position += n;
            }
            return n;
        }

        @Override
        long knownSize() throws IOException {
            return channel.size();
        }

        @Override
        boolean isPacked() {
            return false;
        }

        @Override
        Fingerprint fingerprint(long offset, int length) throws IOException {
            byte[] bytes = new byte[length];
            return Fingerprint.of(bytes, 0, readFully(channel, offset, bytes));
        }
    }

    /** A stream that can only go forward: going back means starting again. */
    private static final class Packed extends Content {
        private final Compression compression;
        private InputStream stream;
        private long position;

        Packed(FileChannel channel, Compression compression) {
            super(channel);
            this.compression = compression;
        }

        @Override
        void seek(long offset) throws IOException {
            if (stream == null || offset < position) {
                channel.position(0);
                position = 0;
                stream = compression.unpack(new BufferedInputStream(Channels.newInputStream(channel), 64 * 1024));
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
}
