package io.millrace.sources.tail;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.Optional;

/** A disk on which one call fails for one file, as long as it is bad; the calls for all others go on to the real one. */
final class BadFileDisk extends DelegatingDisk {
    /** The call that fails. */
    enum Call {
        STATUS,
        REAL,
        OPEN,
        SIZE,
        READ
    }

    private final Path file;
    private Optional<Call> failing = Optional.empty();
    private int callsBefore;

    BadFileDisk(Path file) {
        super(new LocalDisk());
        this.file = file;
    }

    void fail(Call call) {
        fail(call, 0);
    }

    /** So many of these calls succeed before. */
    void fail(Call call, int after) {
        failing = Optional.of(call);
        callsBefore = after;
    }

    /** True if there were enough calls for one to fail. */
    boolean hasFailed() {
        return callsBefore < 0;
    }

    void heal() {
        failing = Optional.empty();
    }

    private void check(Path path, Call call) throws IOException {
        if (path.equals(file) && failing.equals(Optional.of(call)) && --callsBefore < 0) {
            throw call == Call.OPEN
                    ? new AccessDeniedException(path.toString())
                    : new IOException("Input/output error");
        }
    }

    @Override
    public Optional<FileStatus> status(Path path) throws IOException {
        check(path, Call.STATUS);
        return super.status(path);
    }

    @Override
    public Path real(Path path) throws IOException {
        check(path, Call.REAL);
        return super.real(path);
    }

    @Override
    public OpenFile open(Path path) throws IOException {
        check(path, Call.OPEN);
        OpenFile opened = super.open(path);
        return new OpenFile() {
            @Override
            public FileKey key() {
                return opened.key();
            }

            @Override
            public long size() throws IOException {
                check(path, Call.SIZE);
                return opened.size();
            }

            @Override
            public int read(long position, byte[] into, int from, int length) throws IOException {
                check(path, Call.READ);
                return opened.read(position, into, from, length);
            }

            @Override
            public Whereabouts whereabouts() {
                return opened.whereabouts();
            }

            @Override
            public void close() {
                opened.close();
            }
        };
    }
}
