package io.millrace.sources.tail;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** How far a file was read, and how far that is known to whoever reads on after a crash. */
final class Progress {
    /** Where reading begins if nothing was ever committed. */
    private FilePosition origin;
    /** What was handed over to be committed last; null for a file that is new. */
    private FilePosition committed;

    private FilePosition now;
    private boolean passedBefore;
    /** Of its texts: made once, as each look asks for those of all files. */
    private Path path;

    private Path place;

    Progress(FilePosition start, FilePosition committed) {
        this.origin = start;
        this.now = start;
        this.committed = committed;
        this.passedBefore = start.state() == FileState.PASSED;
    }

    FilePosition now() {
        return now;
    }

    /** The input's path that it belongs to. */
    Path path() {
        if (path == null) {
            path = Path.of(now.path());
        }
        return path;
    }

    /** Where it was seen last. */
    Path place() {
        if (place == null || !place.toString().equals(now.place())) {
            place = Path.of(now.place());
        }
        return place;
    }

    /** True if a position of it may have been committed. */
    boolean isSaved() {
        return committed != null;
    }

    /** The file is this one, here. */
    void is(FileKey key, String place) {
        now = change(key, place, now.state(), now.reached(), now.updated());
    }

    /** As {@link #is}; what was said to be gone, because a rotation hid it for long, is read on. */
    void isFound(FileKey key, String place) {
        is(key, place);
        if (now.state() == FileState.GONE) {
            state(FileState.READING);
        }
    }

    void state(FileState state) {
        now = change(now.key(), now.place(), state, now.reached(), now.updated());
    }

    void reached(Reached reached) {
        if (reached != now.reached()) {
            now = change(now.key(), now.place(), now.state(), reached, now.updated());
        }
    }

    /** What it holds was looked at, and is remembered until the next look, or until it is decided what becomes of it. */
    void glimpse(Reached everything) {
        if (now.reached().offset() == 0 && everything.offset() > 0) {
            reached(Reached.startOf(everything));
        }
    }

    /** It is this generation of its path. */
    void generation(int generation) {
        now = with(generation, now.before());
    }

    /** So many bytes of it are not to be read, whenever it can be. */
    void before(long bytes) {
        now = with(now.generation(), bytes);
    }

    private FilePosition with(int generation, long before) {
        return new FilePosition(
                now.id(),
                now.path(),
                now.place(),
                generation,
                now.key(),
                now.state(),
                before,
                now.reached(),
                now.updated());
    }

    /** From now on reading begins behind this. */
    void startAt(Reached reached, FileState state) {
        now = change(now.key(), now.place(), state, reached, now.updated());
        passedBefore |= state == FileState.PASSED;
    }

    /** True if it was ever not read up to where it ended. */
    boolean wasPassedBefore() {
        return passedBefore;
    }

    /** What went before is not this file's. */
    void beginsHere() {
        origin = now;
    }

    /** Goes back to what the log says; empty if it knows nothing of this file. */
    void rewind(Optional<FilePosition> position) {
        committed = position.orElse(null);
        Optional<FilePosition> read = position.filter(saved -> saved.state() != FileState.NEW);
        if (now.state() == FileState.PASSED
                && read.filter(saved -> saved.state() == FileState.PASSED).isEmpty()) {
            // It was passed over because of what another file had been read to, which is no longer so.
            startAt(origin.reached(), FileState.NEW);
        } else {
            startAt(read.map(FilePosition::reached).orElse(before()), now.state());
        }
    }

    /** Where one begins that nothing is known of in the log; what was seen of it in this run is not forgotten. */
    private Reached before() {
        boolean looked = now.state() == FileState.NEW && now.reached().offset() == 0;
        return looked ? now.reached() : origin.reached();
    }

    /** True if what would be saved is different from what was committed last. */
    boolean hasMoved(long offset, int piece) {
        return committed == null
                || offset != committed.reached().offset()
                || piece != committed.reached().piece()
                || !now.key().equals(committed.key())
                || now.state() != committed.state()
                || !now.reached().knownHead().equals(committed.reached().knownHead())
                || !now.place().equals(committed.place());
    }

    /**
     * The position, to be committed.
     *
     * @param bytes that were seen in the file, which is all that whoever comes next can know of one that was not looked into
     */
    FilePosition commit(Instant when, long bytes) {
        now = change(now.key(), now.place(), now.state(), now.reached(), when);
        committed = isOnlySeen(bytes) ? change(now.key(), now.place(), now.state(), Reached.seen(bytes), when) : now;
        return committed;
    }

    /** True if it has to be left in a commit that it was there. */
    boolean leavesNoWord(long bytes) {
        return isOnlySeen(bytes) && (committed == null || committed.reached().glimpsed() == 0);
    }

    private boolean isOnlySeen(long bytes) {
        return bytes > 0 && now.state() == FileState.NEW && now.reached().isBlank();
    }

    private FilePosition change(FileKey key, String place, FileState state, Reached reached, Instant updated) {
        return new FilePosition(
                now.id(), now.path(), place, now.generation(), key, state, now.before(), reached, updated);
    }
}
