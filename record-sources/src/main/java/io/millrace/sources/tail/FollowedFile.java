package io.millrace.sources.tail;

import java.io.IOException;
import java.lang.ref.SoftReference;
import java.time.Instant;
import java.util.Optional;

/** One file that is, was or will be read: its position, and its content while it is open. */
final class FollowedFile {
    private final TailSettings settings;
    private final Sight sight = new Sight();
    private final Progress progress;
    /** Held open without being read; null if it is read or closed. */
    private Content held;
    /** Null while it is not read. */
    private OpenRecords records;

    private long lastGrowth;
    private long openedAt;
    private boolean packed;
    /** Last bytes of a content without a path; where they are forgotten, a copy is read, and said. */
    private SoftReference<Recent> recent = new SoftReference<>(null);

    private FollowedFile(TailSettings settings, FilePosition start, FilePosition committed) {
        this.settings = settings;
        this.progress = new Progress(start, committed);
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
        Content kept = letGo();
        sight.isNotAtEnd();
        progress.rewind(position);
        if (kept != null && kept.key().equals(key()) && state() == FileState.NEW) {
            held = kept;
        } else if (kept != null && kept.key().equals(key()) && state().isRead()) {
            // One that was done, too: it may have grown since, and have lost its path.
            opened(kept, now, true);
        } else if (kept != null) {
            kept.close();
        }
    }

    /** Takes the content away, which stays open; null if it is closed. */
    private Content letGo() {
        Content content = content().orElse(null);
        packed = isPacked();
        held = null;
        records = null;
        return content;
    }

    /**
     * It is to be read.
     *
     * @param start from here on: its start, or behind what is a copy of another's beginning
     * @param everything what it holds
     */
    void begin(Reached start, Reached everything) {
        progress.startAt(start.offset() == 0 ? Reached.startOf(everything) : start, FileState.READING);
        progress.before(0);
        progress.beginsHere();
        sight.isBegun();
    }

    /** It is not read up to here. */
    void pass(Reached reached) {
        close();
        progress.startAt(reached, FileState.PASSED);
        sight.isAtEnd();
    }

    /** True if it is closed and nothing was read of it by which it could be known again. */
    boolean isUnread() {
        return !isHeld() && (state() == FileState.NEW || offset() == 0);
    }

    /** True if it was asked for, or appeared between two generations of its path: it is to be read. */
    boolean isGeneration() {
        return progress.now().generation() > FilePosition.NO_GENERATION;
    }

    /** The position now; while the file is open its fingerprints are computed anew. */
    FilePosition position() {
        if (records != null) {
            // Remembered: it is asked for often, and hashing takes time.
            progress.reached(records.reached(progress.now().reached()));
        }
        return progress.now();
    }

    Progress progress() {
        return progress;
    }

    String id() {
        return progress.now().id();
    }

    /** The input's path that it belongs to. */
    String path() {
        return progress.now().path();
    }

    /** Where it was seen last. */
    String place() {
        return progress.now().place();
    }

    int generation() {
        return progress.now().generation();
    }

    FileState state() {
        return progress.now().state();
    }

    /** Bytes of it that were there before the source first looked, and are not to be read; 0 once it is begun. */
    long before() {
        return progress.now().before();
    }

    long offset() {
        return records == null
                ? progress.now().reached().offset()
                : records.reader().offset();
    }

    FileKey key() {
        return progress.now().key();
    }

    Sight sight() {
        return sight;
    }

    /** Where it is now; empty while no file in sight is this one. */
    Optional<FoundFile> found() {
        return sight.now();
    }

    /** Bytes that the file had in the last look that found it, without what was only reserved. */
    long lastKnownSize() {
        return sight.size()
                .orElseGet(() -> Math.max(before(), progress.now().reached().glimpsed()));
    }

    /** True if what was opened of it last was packed: its size does not tell how far it can be read. */
    boolean isPacked() {
        return content().map(Content::isPacked).orElse(packed);
    }

    /** True if it is read now. */
    boolean isOpen() {
        return records != null;
    }

    /** True if it is held open, to be read or to be compared: its number is no other's, and it can be read without a path. */
    boolean isHeld() {
        return records != null || held != null;
    }

    Optional<Content> content() {
        return Optional.ofNullable(records == null ? held : records.content());
    }

    /** Of bytes before a place in its content that was read, which is gone; empty if they are not remembered. */
    Optional<Fingerprint> remembered(long place, int count) {
        return Optional.ofNullable(recent.get()).flatMap(bytes -> bytes.before(place, count));
    }

    /** The same file is here now. */
    void attach(FoundFile seen, String place) {
        recent.clear();
        sight.seen(seen);
        progress.isFound(seen.key(), place);
        if (records != null) {
            records.verifyNext();
        }
        if (state() == FileState.PASSED) {
            sight.isAtEnd();
        }
    }

    /** No path leads to it any more; while it is open it can still be read. */
    void detach() {
        sight.notSeen();
    }

    /** Its file holds other content now; what it held may live on in a copy. */
    void loseFile() {
        sight.mistaken();
        close();
        progress.is(FilePosition.NOWHERE, place());
    }

    void setState(FileState state) {
        progress.state(state);
    }

    /** Keeps open what was opened to look at it. */
    void hold(Content opened) {
        if (opened != held) {
            close();
            held = opened;
        }
    }

    /** What the other file is, which holds {@code everything}, turns out to be this one. */
    void takeFrom(FollowedFile other, Reached everything) {
        close();
        progress.reached(progress.now().reached().goingOnIn(everything));
        // Where one was that no path leads to, others of other logs may be by now.
        attach(other.sight.last().orElseThrow(), other.sight.now().isEmpty() ? place() : other.place());
        if (other.sight.now().isEmpty()) {
            detach();
        }
        held = other.letGo();
        packed = other.packed;
    }

    /** Looks anew at how what is held is packed. */
    Optional<Content> lookAtHeld() throws IOException {
        if (held != null) {
            held = held.asItIsNow();
        }
        return Optional.ofNullable(held);
    }

    /** Reads on in what is held. */
    void open(long now) throws IOException {
        opened(letGo(), now, true);
    }

    /** Reads on in what was opened. */
    void open(Content opened, long now) throws IOException {
        opened(opened, now, false);
    }

    private void opened(Content opened, long now, boolean stayedOpen) throws IOException {
        close();
        Reached reached = progress.now().reached();
        Recent before = opened.takeRecent();
        try {
            if (offset() == 0 && stayedOpen) {
                opened.expectStart(reached);
            } else {
                opened.expect(reached);
            }
            records = new OpenRecords(settings, path(), opened, reached, now);
        } catch (IOException e) {
            // What was read of it while it stayed open may be gone: a copy is known by this.
            recent = stayedOpen ? new SoftReference<>(before) : recent;
            held = opened;
            throw e;
        }
        if (state() == FileState.DONE) {
            setState(FileState.READING);
        }
        if (lastGrowth != 0 && sight.isAsAtEnd()) {
            records.growsSince(lastGrowth);
        }
        openedAt = now;
    }

    /** Lets go of the open file; held bytes are read again when it is opened again. */
    void close() {
        takeContent().ifPresent(Content::close);
    }

    /** As {@link #close}, but it stays open; empty if it is closed. */
    Optional<Content> takeContent() {
        if (records != null) {
            lastGrowth = records.lastGrowth();
            position();
            recent = new SoftReference<>(
                    sight.now().isEmpty() ? records.content().recent() : null);
        }
        return Optional.ofNullable(letGo());
    }

    /** True if it can be opened, and may hold something new. */
    boolean isWorthOpening() {
        return records == null && state().isRead() && (sight.now().isPresent() || held != null) && !sight.isAsAtEnd();
    }

    /** True if it is held and not all of it is read and committed. */
    boolean holdsMore() {
        return isHeld() && (records == null || records.mayHaveMore() || hasMoved());
    }

    /** True if it is held and certainly no path leads to it: once closed it is gone. */
    boolean isDeleted() {
        return content().filter(held -> held.whereabouts().deleted()).isPresent();
    }

    /** Closes it until the next look. */
    void giveUpForNow() {
        sight.isGivenUpForNow();
        close();
    }

    /** True if it is read and its end was reached since it was opened or grew. */
    boolean isDrained() {
        return records != null && records.isDrained();
    }

    long openedAt() {
        return openedAt;
    }

    /** Its content while it is read. */
    OpenRecords records() {
        return records;
    }

    /** Reads a portion, as {@link OpenRecords#read}. */
    Turn read(int budget, long now, RecordReader.RecordSink out) throws IOException {
        Turn turn = records.read(budget, now, out);
        if (turn == Turn.AT_END) {
            sight.isAtEnd(isPacked() ? Long.MAX_VALUE : records.reader().readTo());
        }
        return turn;
    }

    long idleNanos(long now) {
        return now - (records == null ? lastGrowth : records.lastGrowth());
    }

    /** True if something that would be saved is different from what was committed last. */
    boolean hasMoved() {
        int piece = records == null
                ? progress.now().reached().piece()
                : records.reader().piece();
        return progress.hasMoved(offset(), piece) || progress.leavesNoWord(lastKnownSize());
    }

    /** The position now, to be committed. */
    FilePosition commit(Instant when) {
        position();
        return progress.commit(when, lastKnownSize());
    }
}
