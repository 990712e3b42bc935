package io.millrace.sources.tail;

import io.millrace.sources.tail.Notices.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Decides what becomes of files that are nowhere: what may be missing is said once, and they are forgotten in time. */
final class Missing {
    /** Looks in a row without it: a list of a folder that changes may leave a file out. */
    static final int LOOKS = 2;
    /** A copy that takes a file's place may come this much later. */
    private static final Duration COPY_GRACE = Duration.ofSeconds(15);
    /** A file that was rotated away and has not been written to for so long is done. */
    private static final Duration DONE_AFTER = Duration.ofSeconds(60);

    private final FileSet files;
    private final TailSettings settings;
    private final Clock clock;
    private final Notices notices;
    private final Predicate<Path> closed;

    Missing(FileSet files, TailSettings settings, Clock clock, Notices notices, Predicate<Path> closed) {
        this.closed = closed;
        this.files = files;
        this.settings = settings;
        this.clock = clock;
        this.notices = notices;
    }

    /** Goes through the files; returns of how many it cannot be told yet. */
    int settle(long now) {
        int uncertain = 0;
        for (FollowedFile file : List.copyOf(files.all())) {
            if (file.found().isPresent()) {
                settleFound(file, now);
            } else if (!file.isHeld() || file.state() == FileState.NEW) {
                uncertain += settleMissing(file, now) ? 0 : 1;
            }
        }
        return uncertain;
    }

    private static void settleFound(FollowedFile file, long now) {
        boolean rotated = !file.found().orElseThrow().path().toString().equals(file.path());
        if (rotated
                && file.state() == FileState.READING
                && isReadToItsEnd(file)
                && file.idleNanos(now) >= DONE_AFTER.toNanos()) {
            file.setState(FileState.DONE);
        }
    }

    private static boolean isReadToItsEnd(FollowedFile file) {
        return file.isOpen() ? file.records().isReadToItsEnd() : file.sight().wasReadToItsEnd();
    }

    private boolean settleMissing(FollowedFile file, long now) {
        long missingFor = now - file.sight().missingSince(now);
        if (file.state() == FileState.NEW && file.sight().looksWithout() >= LOOKS) {
            return settleUnread(file, missingFor);
        }
        if (file.position().updated().plus(settings.forgetAfter()).isBefore(clock.instant())) {
            files.drop(file);
            return true;
        }
        boolean looked = file.sight().looksWithout() >= LOOKS;
        boolean waits = settings.untilEnd() ? !looked : missingFor < COPY_GRACE.toNanos();
        if (file.state().isRead() && !waits && closed.test(Path.of(file.place()))) {
            // Nobody knows whether it is gone; that its folder cannot be looked at is said.
            return true;
        }
        if (file.state().isRead() && !waits) {
            say(file);
            file.setState(FileState.GONE);
        }
        return !file.state().isRead() || looked;
    }

    /** One that is held can still be found out about, and read. */
    private boolean settleUnread(FollowedFile file, long missingFor) {
        if (file.isHeld() && missingFor < DONE_AFTER.toNanos() && !settings.untilEnd()) {
            return false;
        }
        files.drop(file);
        if (bytesSeen(file) > file.before() && file.isGeneration()) {
            saidUnread(file);
        }
        return true;
    }

    /**
     * Its number is that of a file that nobody asked for. Of one that was empty nothing tells whether it was renamed and is that
     * file.
     *
     * @param file that had the number; null is none
     */
    void mayBeRenamed(FollowedFile file, FoundFile seen) {
        boolean empty = file != null && file.state() == FileState.NEW && file.isGeneration() && bytesSeen(file) == 0;
        if (empty && seen.size() > 0) {
            notices.problem(
                    Event.GONE,
                    "file '" + file.place() + "' was empty and is gone, and '" + seen.path()
                            + "', which no input names, has its number: if it was renamed to that, what was written to it since is"
                            + " not read");
        }
    }

    /** What is held without a path, and not all of it read, cannot be read by whoever comes next. */
    void letGo(FollowedFile file) {
        boolean deleted = file.isDeleted();
        file.close();
        if (deleted) {
            notices.problem(
                    Event.GONE,
                    "file '" + file.place() + "' is gone; the source ends when it was read to byte " + file.offset()
                            + ": what is behind that and in no copy is lost");
        }
    }

    /** One that was seen and gone before it was opened: whoever comes next would not know of it. */
    void neverOpened(FollowedFile file, Function<Path, Optional<FileStatus>> statuses) {
        boolean known = file.isHeld() || file.position().reached().glimpsed() > 0;
        if (file.state() == FileState.NEW
                && file.isGeneration()
                && !known
                && file.lastKnownSize() > file.before()
                && !isThere(file, statuses)) {
            saidUnread(file);
        }
    }

    /** Another may have been given its number, which is shorter. */
    private static boolean isThere(FollowedFile file, Function<Path, Optional<FileStatus>> statuses) {
        return statuses.apply(Path.of(file.place()))
                .filter(status -> status.key().equals(file.key()) && status.size() >= file.lastKnownSize())
                .isPresent();
    }

    /** One that was empty in the last look may have held something when others were compared with it since. */
    private static long bytesSeen(FollowedFile file) {
        long size = file.lastKnownSize();
        return size > 0 ? size : file.position().reached().glimpsed();
    }

    private void saidUnread(FollowedFile file) {
        notices.problem(
                Event.GONE,
                "file '" + file.place() + "' is gone, of " + bytesSeen(file)
                        + " bytes nothing was read unless a copy was");
    }

    /** An earlier state of a log is forgotten, as reading goes on in another file: what that one lacked may be in this one or not. */
    void goneOnFrom(FollowedFile former, FollowedFile file) {
        if (!former.state().isRead() || former.state() == FileState.DONE) {
            return;
        }
        if (former.isPacked() && !former.sight().wasReadToItsEnd()
                || !former.isPacked() && former.lastKnownSize() > former.offset()) {
            saidGoneOn(former, file);
        }
    }

    /**
     * Reading goes on in a file that begins with what was read, which may be as little as a banner: what was seen behind that
     * is not all in it.
     *
     * @param everything what that file holds
     */
    void goneOnWithout(FollowedFile former, FollowedFile file, Reached everything) {
        boolean said = former.state() != FileState.READING || former.key().equals(FilePosition.NOWHERE);
        if (!said && (isSeenLonger(former, everything.offset()) || !holdsAhead(file, former))) {
            saidGoneOn(former, file);
        }
    }

    /** True if more than so many bytes of its content were seen. */
    static boolean isSeenLonger(FollowedFile file, long bytes) {
        long ahead = file.position().reached().glimpsed();
        return (file.isPacked() ? ahead : Math.max(ahead, file.lastKnownSize())) > bytes;
    }

    /** True too of a packed one, or where it cannot be read: the next read will say that. */
    private static boolean holdsAhead(FollowedFile file, FollowedFile former) {
        try {
            return !(file.content().orElse(null) instanceof PlainContent plain)
                    || plain.holdsAhead(former.position().reached());
        } catch (IOException e) {
            return true;
        }
    }

    private void saidGoneOn(FollowedFile former, FollowedFile file) {
        notices.problem(
                Event.GONE,
                "file '" + former.place() + "' is gone; it was read to byte " + former.offset()
                        + (former.isPacked() ? " of its content" : " of " + former.lastKnownSize())
                        + ", and reading goes on in '" + file.place()
                        + "', which begins with that: the rest is lost unless that holds it, too");
    }

    private void say(FollowedFile file) {
        boolean empty = file.offset() == 0 && file.sight().last().isPresent() && file.lastKnownSize() == 0;
        if (file.state() == FileState.DONE || empty) {
            return;
        }
        if (file.offset() == 0 && bytesSeen(file) > 0) {
            // Whether another file is its copy nothing tells.
            saidUnread(file);
            return;
        }
        boolean certain = !file.isPacked() && file.lastKnownSize() > file.offset();
        boolean truncated = file.key().equals(FilePosition.NOWHERE);
        boolean untold = file.isPacked() && !file.sight().wasReadToItsEnd();
        if (certain || truncated || untold || file.sight().last().isEmpty()) {
            notices.problem(
                    Event.GONE,
                    "file '" + file.place()
                            + "' is gone or overwritten and no copy of it was found; it was read to byte "
                            + file.offset()
                            + (certain
                                    ? " of " + file.lastKnownSize() + ": the rest is lost"
                                    : ": what was written to it behind that, if anything, is lost"));
        }
    }
}
