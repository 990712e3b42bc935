package io.millrace.sources.tail;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A packed file, read through a stream that can only go forward: going back means starting again. */
class PackedContent extends Content {
    private static final Logger log = LoggerFactory.getLogger(PackedContent.class);

    private final Compression compression;
    private InputStream stream;
    private long position;

    PackedContent(Disk.OpenFile file, Compression compression) {
        super(file);
        this.compression = compression;
    }

    @Override
    void seek(long offset) throws IOException {
        try {
            skipTo(offset);
        } catch (IOException e) {
            unpackAnew(offset);
            throw e;
        }
    }

    private void skipTo(long offset) throws IOException {
        if (stream == null || offset < position) {
            position = 0;
            close(stream);
            stream = null;
            stream = unpack();
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
        int n;
        try {
            n = stream.read(into, from, length);
        } catch (IOException e) {
            unpackAnew(position);
            throw e;
        }
        if (n > 0) {
            position += n;
        }
        return n;
    }

    /** A stream that broke off has taken more than it gave: whoever went on with it would read another place than this one. */
    private void unpackAnew(long offset) {
        close(stream);
        stream = null;
        position = offset;
    }

    @Override
    void verify() {
        // Its checksums tell.
    }

    /** Its content from the start on, in a stream of its own. */
    InputStream unpack() throws IOException {
        return compression.unpack(new BufferedInputStream(new FileStream(file()), 64 * 1024));
    }

    @Override
    public void close() {
        close(stream);
        stream = null;
        super.close();
    }

    /** Frees what an unpacker holds beside the heap; null is none. */
    static void close(InputStream unpacked) {
        try {
            if (unpacked != null) {
                unpacked.close();
            }
        } catch (IOException e) {
            log.debug("An unpacker did not close well", e);
        }
    }

    @Override
    long knownSize() {
        return Long.MAX_VALUE;
    }

    @Override
    Compression compression() {
        return compression;
    }

    /** To its end: another log with its number may begin with the same banner, however long. */
    @Override
    void expect(Reached start) throws IOException {
        if (start.head().isFull()) {
            // What was read of it tells it.
            return;
        }
        expectStart(start);
        if ((start.offset() > 0 || start.knownHead().isFull()) && !holdsAll(start.ahead())) {
            throw other();
        }
    }

    /** Unpacking all of it would take as long as reading it. Only where its first bytes are NUL it is worth it. */
    @Override
    void expectStart(Reached start) throws IOException {
        Fingerprint head = start.knownHead();
        boolean same = fingerprint(0, head.length()).equals(head);
        if (!same || head.isOfNul() && !holdsAll(start.marks())) {
            throw other();
        }
    }

    private static ReplacedException other() {
        return new ReplacedException("it holds other bytes than when it was looked at");
    }

    private boolean holdsAll(List<Mark> marks) throws IOException {
        try {
            for (Mark mark : marks) {
                int length = mark.before().length();
                if (!fingerprint(mark.offset() - length, length).equals(mark.before())) {
                    return false;
                }
            }
            return true;
        } catch (EOFException e) {
            return false;
        }
    }

    @Override
    Fingerprint fingerprint(long offset, int length) throws IOException {
        long before = position;
        try {
            seek(0);
            seek(offset);
            byte[] bytes = new byte[length];
            int n = stream.readNBytes(bytes, 0, length);
            position += n;
            seek(before);
            return Fingerprint.of(bytes, 0, n);
        } catch (IOException e) {
            unpackAnew(before);
            throw e;
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
            return read(one, 0, 1) <= 0 ? -1 : one[0] & 0xff;
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

        @Override
        public int available() throws IOException {
            // A gzip stream looks here whether another member follows.
            return (int) Math.min(Integer.MAX_VALUE, Math.max(0, file.size() - position));
        }
    }
}
