package io.millrace.producer.tail;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** One file that is, was or will be read: its position, and its content while it is open. */
final class FollowedFile {
    /** What one turn at a file found. */
    enum Turn {
        /** Bytes were there. */
        READ,
        /** Its end was reached. */
        AT_END,
        /** Its packed content breaks off. */
        BROKEN_OFF
    }

    private final TailSettings settings;
    /** What was handed over to be committed last; null for a file that is new. */
    private FilePosition committed;
    /** The position while the file is closed. */
    private FilePosition stored;

    private FoundFile found;
    private FileKey key;
    private Content content;
    private RecordReader reader;
    private long lastGrowth;
    /** Size of the file when its end was reached last; a packed file of this size has nothing new. */
    private long sizeAtEnd = -1;

    private boolean givenOut;
    private boolean replaced;

    private FollowedFile(TailSettings settings, FilePosition stored, FilePosition committed) {
        this.settings = settings;
        this.stored = stored;
        this.committed = committed;
        this.key = stored.key();
    }

    /** A file whose position was committed in an earlier life. */
    static FollowedFile known(TailSettings settings, FilePosition committed) {
        return new FollowedFile(settings, committed, committed);
    }

    /** A file that was never read. */
    static FollowedFile fresh(TailSettings settings, FilePosition start) {
        return new FollowedFile(settings, start, null);
    }

    /** The position now; while the file is open its fingerprints are computed anew. */
    FilePosition position() {
        return reader == null ? stored : position(stored.updated());
    }

    String id() {
        return stored.id();
    }

    /** Where it was seen first. */
    String firstPath() {
        return stored.path();
    }

    long offset() {
        return reader == null ? stored.offset() : reader.offset();
    }

    FileKey key() {
        return key;
    }

    /** Where it is now; empty while no file in sight is this one. */
    Optional<FoundFile> found() {
        return Optional.ofNullable(found);
    }

    boolean isOpen() {
        return reader != null;
    }

    /** The same file under this path (again). */
    void attach(FoundFile seen) {
        found = seen;
        key = seen.key();
        replaced = false;
    }

    /** No path leads to it any more; while it is open it can still be read. */
    void detach() {
        found = null;
    }

    /** Its place holds other content now; what it held may live on in a copy. */
    void markReplaced() {
        detach();
        close();
        key = FilePosition.NOWHERE;
        replaced = true;
    }

    boolean isReplaced() {
        return replaced;
    }

    /** Opens it, or takes the content that was opened to look at it. */
    void open(Content opened, long now) throws IOException {
        content = opened;
        reader = new RecordReader(
                opened, settings.newFraming(), settings.longRecords(), stored.offset(), stored.piece());
        lastGrowth = now;
    }

    /** Lets go of the open file; held bytes are read again when it is opened again. */
    void close() {
        if (content != null) {
            stored = position(stored.updated());
            content.close();
            content = null;
            reader = null;
        }
    }

    /** True if it is in sight, closed, and may hold something new. */
    boolean isWorthOpening() {
        return reader == null && found != null && isWorthOpeningAt(found.size());
    }

    /** True if a file of this size has something that was not read. */
    boolean isWorthOpeningAt(long size) {
        return size != sizeAtEnd;
    }

    /** True if its end was reached and it has not grown since. */
    boolean isAtEnd() {
        try {
            return content.fileSize() == sizeAtEnd;
        } catch (IOException e) {
            return true;
        }
    }

    /** Closes it until its size changes. */
    void giveUpForNow() {
        sizeAtEnd = found == null ? sizeAtEnd : found.size();
        close();
    }

    boolean isPacked() {
        return content.isPacked();
    }

    /** True if the open file is no longer what was read: shorter, or other bytes where the last ones were. */
    boolean wasReplaced() throws IOException {
        if (content.isPacked()) {
            return false;
        }
        if (content.fileSize() < reader.readTo()) {
            return true;
        }
        Fingerprint last = reader.readToFingerprint();
        return !content.fingerprint(reader.readTo() - last.length(), last.length())
                .equals(last);
    }

    /** Reads a portion. */
    Turn read(int budget, long now, RecordReader.RecordSink out) throws IOException {
        try {
            long size = content.fileSize();
            if (reader.advance(budget, out) > 0) {
                lastGrowth = now;
                givenOut = false;
                return Turn.READ;
            }
            sizeAtEnd = size;
            return Turn.AT_END;
        } catch (IOException e) {
            if (!content.isPacked()) {
                throw e;
            }
            sizeAtEnd = content.fileSize();
            return Turn.BROKEN_OFF;
        }
    }

    /** Gives out what has been held for long enough; {@code now} in nanoseconds. */
    void giveOutIdle(long now, RecordReader.RecordSink out) {
        if (!reader.holdsSomething() || givenOut) {
            return;
        }
        long idle = now - lastGrowth;
        if (idle >= settings.recordIdle().toNanos()) {
            reader.flushLines(out);
        }
        if (settings.lineIdle().isPresent() && idle >= settings.lineIdle().get().toNanos()) {
            reader.flushAll(out);
            givenOut = true;
        }
    }

    /** Gives out all that is held: nothing will be added. */
    void giveOutAll(RecordReader.RecordSink out) {
        reader.flushAll(out);
    }

    boolean holdsSomething() {
        return reader != null && reader.holdsSomething();
    }

    long idleNanos(long now) {
        return now - lastGrowth;
    }

    /** True if the position is another than the one that was committed last. */
    boolean hasMoved() {
        int piece = reader == null ? stored.piece() : reader.piece();
        if (committed == null) {
            return offset() > 0;
        }
        return offset() != committed.offset() || piece != committed.piece() || !key.equals(committed.key());
    }

    /** The position now, to be committed. */
    FilePosition commit(Instant when) {
        stored = reader == null
                ? new FilePosition(
                        stored.id(),
                        stored.path(),
                        key,
                        stored.offset(),
                        stored.piece(),
                        stored.head(),
                        stored.tail(),
                        when)
                : position(when);
        committed = stored;
        return stored;
    }

    /** True if this content begins as the position says and goes on from there. */
    static boolean matches(Content content, FilePosition position) throws IOException {
        if (content.knownSize() < position.offset()) {
            return false;
        }
        try {
            Fingerprint head = position.head();
            Fingerprint tail = position.tail();
            return content.fingerprint(0, head.length()).equals(head)
                    && content.fingerprint(position.offset() - tail.length(), tail.length())
                            .equals(tail);
        } catch (IOException e) {
            if (!content.isPacked()) {
                // Not knowing is not the same as being another file: that would repeat its records.
                throw e;
            }
            // Shorter than the position, damaged, or still being written.
            return false;
        }
    }

    private FilePosition position(Instant when) {
        return new FilePosition(
                stored.id(),
                stored.path(),
                key,
                reader.offset(),
                reader.piece(),
                reader.headFingerprint(),
                reader.tailFingerprint(),
                when);
    }
}
