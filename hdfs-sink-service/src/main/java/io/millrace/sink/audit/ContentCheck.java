package io.millrace.sink.audit;

import io.millrace.formats.TopicFormats;
import io.millrace.formats.file.StoredFile;
import io.millrace.formats.file.UnreadableFileException;
import io.millrace.sink.audit.Finding.Kind;
import io.millrace.sink.commit.CommittedFile;
import io.millrace.sink.port.FileStore;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/**
 * Reads a data file: the bytes must be those that were committed, and hold as many records as the commit says. The second
 * is asked of the file itself, of its lines or of its Parquet footer, for a file can be wrong from the first byte on.
 */
final class ContentCheck {
    private final FileStore store;
    private final byte[] buffer = new byte[1 << 16];

    ContentCheck(FileStore store) {
        this.store = store;
    }

    /** What is wrong with a file, a sentence without its subject. */
    record Fault(Kind kind, String what) {}

    /**
     * Looks at one file of the committed length.
     *
     * @param path where it is now
     * @throws java.nio.file.NoSuchFileException if it is not there any more
     */
    Optional<Fault> check(CommittedFile file, String path) throws IOException {
        return check(List.of(file), file.path(), path);
    }

    /**
     * Looks at a file of several committed ones.
     *
     * @param parts in their order, which have its length together
     * @param name its own, whose end says of what kind it is
     * @param path where it is now
     * @throws java.nio.file.NoSuchFileException if it is not there any more
     */
    Optional<Fault> check(List<CommittedFile> parts, String name, String path) throws IOException {
        OptionalLong rows = OptionalLong.empty();
        String unreadable = null;
        long length = parts.stream().mapToLong(CommittedFile::length).sum();
        long committed = parts.stream().mapToLong(CommittedFile::rows).sum();
        try (Summed in = new Summed(store.open(path), parts)) {
            try {
                rows = TopicFormats.rows(new Committed(length, in, path), name);
            } catch (UnreadableFileException e) {
                in.throwFailure();
                unreadable = e.getMessage();
            }
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                // Reading is all: the stream sums up.
            }
            if (!in.isAsCommitted()) {
                return Optional.of(
                        new Fault(Kind.ALTERED_FILE, "has the committed length, but other bytes than were committed"));
            }
        }
        if (unreadable != null) {
            return Optional.of(new Fault(
                    Kind.UNREADABLE_FILE, "has the bytes that were committed, but cannot be read as " + unreadable));
        }
        if (rows.isPresent() && rows.getAsLong() != committed) {
            return Optional.of(new Fault(
                    Kind.WRONG_ROWS, "holds " + rows.getAsLong() + " records where " + committed + " were committed"));
        }
        return Optional.empty();
    }

    /** The file for whoever counts its records: its bytes are summed up as they are read. */
    private final class Committed implements StoredFile {
        private final long length;
        private final Summed summed;
        private final String path;

        Committed(long length, Summed summed, String path) {
            this.length = length;
            this.summed = summed;
            this.path = path;
        }

        @Override
        public long length() {
            return length;
        }

        @Override
        public InputStream bytes() {
            return new Unclosed(summed);
        }

        @Override
        public InputStream open() throws IOException {
            return store.open(path);
        }
    }

    /** Compares what is read through it, and remembers that the store failed: a decompressor's failures look alike. */
    private static final class Summed extends FilterInputStream {
        private final Iterator<CommittedFile> parts;
        private final CRC32C crc = new CRC32C();
        private CommittedFile part;
        private long left;
        private boolean altered;
        private IOException failure;

        /** @param parts the committed files that the bytes are to be, at least one */
        Summed(InputStream in, List<CommittedFile> parts) {
            super(in);
            this.parts = parts.iterator();
            next();
        }

        private void next() {
            part = parts.next();
            left = part.length();
            crc.reset();
        }

        private void sum(byte[] bytes, int offset, int length) {
            int at = offset;
            for (int rest = length; rest > 0; ) {
                if (left == 0 && parts.hasNext()) {
                    altered |= (int) crc.getValue() != part.crc32c();
                    next();
                }
                // What follows the last one is its own fault.
                int some = parts.hasNext() ? (int) Math.min(rest, left) : rest;
                crc.update(bytes, at, some);
                left -= some;
                at += some;
                rest -= some;
            }
        }

        /** Once all is read. */
        boolean isAsCommitted() {
            return !altered && !parts.hasNext() && (int) crc.getValue() == part.crc32c();
        }

        void throwFailure() throws IOException {
            if (failure != null) {
                throw failure;
            }
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                int n = super.read(bytes, offset, length);
                sum(bytes, offset, n);
                return n;
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }

        @Override
        public long skip(long count) throws IOException {
            byte[] skipped = new byte[(int) Math.min(count, 8192)];
            return Math.max(0, read(skipped, 0, skipped.length));
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }

    /** Keeps a decompressor from closing what is still to be read to its end. */
    private static final class Unclosed extends FilterInputStream {
        Unclosed(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return in.read(bytes, offset, length);
        }

        @Override
        public void close() {
            // The stream stays the caller's.
        }
    }
}
