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
        BROKEN_OFF,
        /** It holds something else now; it is closed and has lost its file. */
        REPLACED
    }

    private final TailSettings settings;
    /** Where reading begins if nothing was ever committed. */
    private FilePosition origin;
    /** What was handed over to be committed last; null for a file that is new. */
    private FilePosition committed;
    /** The position while the file is closed. */
    private FilePosition stored;

    private FoundFile found;
    private int looksWithout;
    private long missingSince;
    private long lastKnownSize;
    private boolean wasSeen;
    private Content content;
    private RecordReader reader;
    private long lastGrowth;
    private long openedAt;
    /** What the file looked like when its end was reached last: unless it looks different it has nothing new. */
    private FoundFile atEnd;
    /** What it looked like when it was decided that it is to be read. */
    private FoundFile atBegin;

    private boolean drained;
    private boolean isPackedBefore;
    private boolean passedBefore;
    private boolean verifyDue;
    private boolean givenOut;

    private FollowedFile(TailSettings settings, FilePosition stored, FilePosition committed) {
        this.settings = settings;
        this.origin = stored;
        this.stored = stored;
        this.committed = committed;
        this.passedBefore = stored.state() == FileState.PASSED;
    }

    /** A file whose position was committed in an earlier life. */
    static FollowedFile known(TailSettings settings, FilePosition committed) {
        return new FollowedFile(settings, committed, committed);
    }

    /** A file that was never read. */
    static FollowedFile fresh(TailSettings settings, FilePosition start) {
        return new FollowedFile(settings, start, null);
    }

    /**
     * Goes back to what was committed last, or to the start; an open file stays open, because it may have lost its path.
     *
     * @param position what the log says; empty if it knows nothing of this file
     */
    void rewind(Optional<FilePosition> position, long now) throws IOException {
        Content kept = content;
        content = null;
        reader = null;
        committed = position.orElse(null);
        drained = false;
        givenOut = false;
        atEnd = null;
        Optional<FilePosition> read = position.filter(saved -> saved.state() != FileState.NEW);
        if (state() == FileState.PASSED
                && read.filter(saved -> saved.state() == FileState.PASSED).isEmpty()) {
            // It was passed over because of what another file had been read to, which is no longer so.
            startAt(origin.reached(), FileState.NEW);
        } else {
            startAt(read.map(FilePosition::reached).orElse(origin.reached()), state());
        }
        if (kept == null) {
            return;
        }
        if (state() == FileState.READING && kept.key().equals(key())) {
            open(kept, now);
        } else {
            kept.close();
        }
    }

    /** It is to be read from where it stands: at its start, or behind what is a copy of another's beginning. */
    void begin(Reached reached) {
        startAt(reached, FileState.READING);
        origin = stored;
        atBegin = found;
    }

    /** It is not read up to here. */
    void pass(Reached reached) {
        close();
        startAt(reached, FileState.PASSED);
        passedBefore = true;
        atEnd = found;
    }

    /** What it was passed over for is no longer so: it is looked at again. */
    void reconsider() {
        setState(FileState.NEW);
    }

    boolean wasPassedBefore() {
        return passedBefore;
    }

    /** True if it is closed and nothing was read of it by which it could be known again. */
    boolean isUnread() {
        return !isOpen() && (state() == FileState.NEW || offset() == 0);
    }

    /** True if it looks as it did when it was decided that it is to be read. */
    boolean isAsWhenBegun(FoundFile seen) {
        return seen.equals(atBegin);
    }

    /** True if it was passed over in this run, so that it is known what it looked like then. */
    boolean wasSeenAtPass() {
        return state() == FileState.PASSED && atEnd != null;
    }

    /** True if it was asked for, or appeared between two generations of its path: it is to be read. */
    boolean isGeneration() {
        return stored.generation() > FilePosition.NO_GENERATION;
    }

    /** True if it was passed over because no input named it, or it appeared behind the list of the inputs' files. */
    boolean wasNotAskedFor() {
        return state() == FileState.PASSED && !isGeneration();
    }

    /** True if a position of it may have been committed. */
    boolean isSaved() {
        return committed != null;
    }

    /** The position now; while the file is open its fingerprints are computed anew. */
    FilePosition position() {
        return reader == null ? stored : position(stored.updated());
    }

    String id() {
        return stored.id();
    }

    /** The input's path that it belongs to. */
    String path() {
        return stored.path();
    }

    /** Where it was seen last. */
    String place() {
        return stored.place();
    }

    int generation() {
        return stored.generation();
    }

    FileState state() {
        return stored.state();
    }

    long offset() {
        return reader == null ? stored.reached().offset() : reader.offset();
    }

    FileKey key() {
        return stored.key();
    }

    /** Where it is now; empty while no file in sight is this one. */
    Optional<FoundFile> found() {
        return Optional.ofNullable(found);
    }

    /** Looks in a row that did not find it. */
    int looksWithout() {
        return looksWithout;
    }

    /** Notes when it was missed first. */
    void missingSince(long now) {
        missingSince = missingSince == 0 ? now : missingSince;
    }

    long missingSince() {
        return missingSince;
    }

    /** Bytes that the file had in the last look that found it. */
    long lastKnownSize() {
        return state().isRead() && content == null && isPackedBefore ? 0 : lastKnownSize;
    }

    /** True if a look of this run found it. */
    boolean wasSeen() {
        return wasSeen;
    }

    boolean isReadToItsEnd() {
        return reader == null ? isAsAtEnd() : drained && !reader.holdsSomething();
    }

    boolean isOpen() {
        return reader != null;
    }

    Optional<Content> content() {
        return Optional.ofNullable(content);
    }

    /** The same file is here now. */
    void attach(FoundFile seen, String place) {
        found = seen;
        looksWithout = 0;
        missingSince = 0;
        lastKnownSize = seen.size();
        wasSeen = true;
        stored = change(seen.key(), place, stored.state(), stored.reached());
        verifyDue = true;
    }

    /** No path leads to it any more; while it is open it can still be read. */
    void detach() {
        found = null;
        looksWithout++;
    }

    /** Its file holds other content now; what it held may live on in a copy. */
    void loseFile() {
        close();
        found = null;
        stored = change(FilePosition.NOWHERE, stored.place(), stored.state(), stored.reached());
    }

    void setState(FileState state) {
        stored = change(stored.key(), stored.place(), state, stored.reached());
    }

    /** From now on reading begins behind this; the file is closed. */
    void startAt(Reached reached, FileState state) {
        stored = change(stored.key(), stored.place(), state, reached);
    }

    private FilePosition change(FileKey key, String place, FileState state, Reached reached) {
        return new FilePosition(
                stored.id(), stored.path(), place, stored.generation(), key, state, reached, stored.updated());
    }

    /** Opens it, or takes the content that was opened to look at it. */
    void open(Content opened, long now) throws IOException {
        Reached reached = stored.reached();
        try {
            RecordReader made = new RecordReader(
                    opened, settings.newFraming(path()), settings.longRecords(), reached.offset(), reached.piece());
            boolean same = made.headFingerprint().equals(reached.head())
                    && made.tailFingerprint().equals(reached.tail());
            if (reached.offset() > 0
                    && !same
                    && made.tailFingerprint().length() <= reached.tail().length()) {
                throw new ReplacedException("it holds other bytes than were read");
            }
            if (!opened.isPacked() && opened.knownSize() < reached.offset()) {
                throw new ReplacedException("it is shorter than what was read of it");
            }
            reader = made;
        } catch (IOException e) {
            opened.close();
            throw e;
        }
        content = opened;
        isPackedBefore = opened.isPacked();
        if (state() == FileState.DONE) {
            setState(FileState.READING);
        }
        if (lastGrowth == 0 || !isAsAtEnd()) {
            lastGrowth = now;
        }
        openedAt = now;
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
        return reader == null && found != null && state().isRead() && !isAsAtEnd();
    }

    private boolean isAsAtEnd() {
        return found != null && isAsAtEnd(found);
    }

    /** True if it looks as it did when its end was reached. */
    boolean isAsAtEnd(FoundFile seen) {
        return atEnd != null
                && atEnd.size() == seen.size()
                && atEnd.modified() == seen.modified()
                && atEnd.key().equals(seen.key());
    }

    /** True if closing it would lose something: no path is known that leads to it, and it is not read to its end. */
    boolean mustStayOpen() {
        return isOpen() && found == null && !drained;
    }

    /** Closes it until it changes. */
    void giveUpForNow() {
        atEnd = found;
        close();
    }

    /** True if its end was reached since it was opened or grew. */
    boolean isDrained() {
        return drained;
    }

    boolean isPacked() {
        return content.isPacked();
    }

    long openedAt() {
        return openedAt;
    }

    /** Bytes known to be there and not read; 0 for packed files, of which nobody knows. */
    long lag() {
        if (found == null || !state().isRead() || (content != null && content.isPacked())) {
            return 0;
        }
        return Math.max(0, found.size() - (reader == null ? stored.reached().offset() : reader.readTo()));
    }

    /** Reads a portion. */
    Turn read(int budget, long now, RecordReader.RecordSink out) throws IOException {
        try {
            int n = reader.advance(budget, out);
            if (n > 0) {
                lastGrowth = now;
                givenOut = false;
                drained = false;
                return Turn.READ;
            }
            if (verifyDue) {
                content.verify();
                verifyDue = false;
            }
            drained = true;
            atEnd = found;
            return Turn.AT_END;
        } catch (ReplacedException e) {
            loseFile();
            return Turn.REPLACED;
        } catch (IOException e) {
            if (!content.isPacked()) {
                throw e;
            }
            drained = true;
            return Turn.BROKEN_OFF;
        }
    }

    /** Passes over a run of NUL that stands where a record would begin; returns its length, 0 if there is none. */
    long passOverHole() throws IOException {
        if (content.isPacked() || reader.holdsSomething() || reader.piece() != 0) {
            return 0;
        }
        long hole = reader.wholeUnits(content.hole(reader.offset()));
        if (hole > 0) {
            reader.passOver(hole);
        }
        return hole;
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

    /** True if something that would be saved is different from what was committed last. */
    boolean hasMoved() {
        if (committed == null) {
            return true;
        }
        int piece = reader == null ? stored.reached().piece() : reader.piece();
        return offset() != committed.reached().offset()
                || piece != committed.reached().piece()
                || !key().equals(committed.key())
                || state() != committed.state()
                || !place().equals(committed.place());
    }

    /** The position now, to be committed. */
    FilePosition commit(Instant when) {
        stored = position(when);
        committed = stored;
        return stored;
    }

    private FilePosition position(Instant when) {
        return new FilePosition(
                stored.id(),
                stored.path(),
                stored.place(),
                stored.generation(),
                stored.key(),
                stored.state(),
                reader == null ? stored.reached() : reached(),
                when);
    }

    private Reached reached() {
        Reached before = stored.reached();
        if (before.offset() == reader.offset() && before.piece() == reader.piece()) {
            return before;
        }
        Reached now = new Reached(
                reader.offset(),
                reader.piece(),
                reader.headFingerprint(),
                reader.tailFingerprint(),
                Reached.merge(before, content.marks(), reader.offset()));
        // Remembered: it is asked for often, and hashing takes time.
        stored = change(stored.key(), stored.place(), stored.state(), now);
        return now;
    }
}
