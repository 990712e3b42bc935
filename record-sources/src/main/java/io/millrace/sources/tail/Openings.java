package io.millrace.sources.tail;

import io.millrace.sources.tail.Notices.Event;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens files that were found, and tells whether they are still those that were read. What was opened to be looked at stays
 * open to be read, as long as there is room: in between nothing can happen to it that would not show.
 */
final class Openings {
    /** So many more than may be are held if nobody could open them again. */
    private static final int MOST_OF_NO_PATH = 4;

    private static final Logger log = LoggerFactory.getLogger(Openings.class);

    private final Disk disk;
    private final Notices notices;
    private final int most;
    private int room;
    private final OpenedOthers others = new OpenedOthers();

    /** @param most files that may be open at once */
    Openings(Disk disk, Notices notices, int most) {
        this.disk = disk;
        this.notices = notices;
        this.most = most;
    }

    /** What a file of the right number turned out to be. */
    enum Still {
        SAME,
        OTHER,
        /** Not there any more when it was opened. */
        UNSEEN
    }

    /** Counts how many more may be held. */
    void lookBegins(Collection<FollowedFile> files) {
        room = most - (int) files.stream().filter(FollowedFile::isHeld).count();
    }

    /** Holds a file from the moment it is found, where there is room for it. */
    void hold(FollowedFile file, FoundFile seen) {
        if (!others.takeInto(file, seen.key()) && room > 0) {
            holdToLookAt(file, seen);
        }
    }

    /** It was opened to be compared with the known one whose number it has, and is another: it is known by what it holds. */
    private void isOther(Content content, FoundFile seen) {
        saidIfShorter(content, seen);
        room -= others.add(content, seen, room > 0) ? 1 : 0;
    }

    /** Of what was found to be another than it was taken for, those that nobody asked for. */
    void letGoOfOthers() {
        room += others.close();
    }

    /** Holds it in any case; {@link #giveWayIfFull} ends that. */
    void holdToLookAt(FollowedFile file, FoundFile seen) {
        open(seen).ifPresent(content -> {
            saidIfShorter(content, seen);
            room--;
            file.hold(content);
        });
    }

    /** What was seen of it is gone, and perhaps it is another file that has its number now. */
    private void saidIfShorter(Content content, FoundFile seen) {
        try {
            if (content.fileSize() < seen.size()) {
                becameShorter(seen.path(), seen.size());
            }
        } catch (IOException e) {
            log.debug("Nothing can be said of its size: path={}", seen.path(), e);
        }
    }

    /** Holds what was read as another file, and remembers what it holds now. */
    void holdAnew(FollowedFile file, Content replaced) {
        try {
            Content content = replaced.anew();
            file.hold(content);
            if (content instanceof PlainContent plain) {
                long told = plain.length();
                Reached everything = Recognition.everything(plain, told);
                long size = plain.fileSize();
                boolean one = everything.isWhole() && size >= told;
                if (!one) {
                    // Truncated once more meanwhile: of what it held in between, nothing else tells.
                    becameShorter(file.progress().place(), told);
                    plain.shortnessSaid(size);
                }
                file.progress().glimpse(one ? everything : Reached.START);
            }
        } catch (IOException e) {
            log.debug("Nothing is known of its content: path={}", file.place(), e);
            file.close();
            replaced.close();
        }
    }

    /** Says that of so many bytes that were seen, nothing was read. */
    void becameShorter(Path path, long bytes) {
        notices.lost(
                Event.TRUNCATED,
                "File became shorter before it was opened: path={} bytes={}; what is in no copy is lost",
                path,
                bytes);
    }

    /** Unpacking one that is damaged as far as it can be takes time: not before it changes. */
    static void giveUp(FollowedFile file, boolean packed) {
        if (packed) {
            file.sight().isGivenUp();
            file.close();
        } else {
            file.giveUpForNow();
        }
    }

    /** Says that so many bytes that were looked at are there no more, although it is as long by now. */
    void wasOverwritten(Path path, long bytes) {
        notices.lost(
                Event.TRUNCATED,
                "File was truncated or overwritten before it was begun: path={} bytes={}; what is in no copy is lost",
                path,
                bytes);
    }

    /** Another file took the path for a moment; if it has lost it again, nobody will see it. */
    private void closeOther(Content content, Path path) {
        try {
            if (content.whereabouts().deleted() && content.fileSize() > 0) {
                notices.problem(
                        Event.GONE,
                        "a file that was '" + path + "' for a moment is gone, of " + content.fileSize()
                                + " bytes nothing was read unless a copy was or it is held");
            }
        } catch (IOException e) {
            log.debug("Nothing can be said of its size: path={}", path, e);
        } finally {
            content.close();
        }
    }

    /** Closes a file that is held if there are more than may be. */
    void giveWayIfFull(FollowedFile file) {
        boolean last = room > -MOST_OF_NO_PATH && file.isDeleted();
        if (room < 0 && !last) {
            room++;
            file.close();
        }
    }

    /** Opens what was found, unless another file has taken its path meanwhile. */
    Optional<Content> open(FoundFile seen) {
        try {
            return opened(seen);
        } catch (IOException e) {
            notices.problem(Event.UNREADABLE, "file '" + seen.path() + "' cannot be opened: " + Notices.reason(e));
            return Optional.empty();
        }
    }

    private Optional<Content> opened(FoundFile seen) throws IOException {
        try {
            Content content = Content.open(disk, seen.path());
            if (!content.key().equals(seen.key())) {
                closeOther(content, seen.path());
                return Optional.empty();
            }
            return Optional.of(content);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Whether the file in sight holds what was read of it. One that is read is looked at with each read. */
    Still still(FollowedFile file, Sighting sighting, LaterStates later) {
        Still still = stillNow(file, sighting, later);
        if (still == Still.SAME) {
            saidIfModified(file, sighting.file());
        }
        return still;
    }

    /** The same may have been written anew, which nothing else tells. */
    private void saidIfModified(FollowedFile file, FoundFile seen) {
        Optional<FoundFile> before =
                file.sight().last().filter(last -> file.sight().isAsAtEnd(last));
        boolean modified = before.filter(last -> last.size() == seen.size() && last.modified() != seen.modified())
                .isPresent();
        if (modified && file.state() == FileState.READING && file.offset() > 0) {
            notices.infoOnce(
                    Event.MODIFIED,
                    "File was modified and holds what was read of it; if that was written anew, it is not read again",
                    seen.path());
        }
    }

    private Still stillNow(FollowedFile file, Sighting sighting, LaterStates later) {
        FoundFile seen = sighting.file();
        if (file.isHeld()) {
            boolean changed = file.isOpen() && !file.found().equals(Optional.of(seen));
            return changed ? verified(file) : Still.SAME;
        }
        if (file.isUnread() && file.offset() == 0) {
            return unread(file, seen);
        }
        if (file.sight().isAsAtEnd(seen)) {
            return Still.SAME;
        }
        return compare(file, sighting, later);
    }

    /** The number alone does not tell it from one that has it now, and which may be a copy. */
    private Still unread(FollowedFile file, FoundFile seen) {
        boolean begun = file.state().isRead();
        if (begun && file.sight().isAsWhenBegun(seen)) {
            return Still.SAME;
        }
        if (file.position().reached().isBlank()) {
            if (seen.size() < file.lastKnownSize()) {
                // Truncated, or another file has the number: what was seen is gone, and says so by its size alone.
                return Still.OTHER;
            }
            if (begun || file.state() == FileState.PASSED && !file.sight().isAsAtEnd(seen)) {
                file.setState(FileState.NEW);
            }
            return Still.SAME;
        }
        Optional<Content> opened;
        try {
            opened = opened(seen);
        } catch (IOException e) {
            return unknown(seen, e);
        }
        if (opened.isEmpty()) {
            return Still.UNSEEN;
        }
        Content content = opened.get();
        try {
            content.expectStart(file.position().reached());
        } catch (ReplacedException e) {
            isOther(content, seen);
            return Still.OTHER;
        } catch (IOException e) {
            boolean packed = content.isPacked();
            content.close();
            return packed ? Still.UNSEEN : unknown(seen, e);
        }
        content.close();
        return Still.SAME;
    }

    /** Not knowing is not the same as being another file: that would repeat its records; nor is it gone. */
    private Still unknown(FoundFile seen, IOException e) {
        notices.problem(Event.UNREADABLE, "file '" + seen.path() + "' cannot be read: " + Notices.reason(e));
        return Still.SAME;
    }

    /** True if a file that was found under another name is one that was seen before and not begun. */
    static boolean isSameUnread(FollowedFile file, FollowedFile before) {
        return before.key().equals(file.key())
                && before.isUnread()
                && (isGrown(file, before) || holds(file, before.position().reached()));
    }

    /** Of one that a run before saw and did not look into, its size and its name are all that tells. */
    private static boolean isGrown(FollowedFile file, FollowedFile before) {
        return before.sight().last().isEmpty()
                && before.position().reached().isBlank()
                && before.lastKnownSize() <= file.lastKnownSize()
                && Unopened.isOfOneLog(file.found().orElseThrow().path(), before);
    }

    /** True if a file that is held holds what was seen of one that was looked at. */
    private static boolean holds(FollowedFile file, Reached glimpsed) {
        Optional<Content> content = file.content();
        if (content.isEmpty() || glimpsed.isBlank()) {
            return false;
        }
        try {
            content.get().expect(glimpsed);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean hasGrown(FollowedFile file, FoundFile seen, Content content) throws IOException {
        return content.isPacked() ? !file.sight().wasAtEndWith(seen.size()) : content.knownSize() > file.offset();
    }

    /** Before strangers are judged: whether they are generations depends on whether what is read was truncated. */
    private static Still verified(FollowedFile file) {
        try {
            file.content().orElseThrow().verify();
            return Still.SAME;
        } catch (ReplacedException e) {
            return Still.OTHER;
        } catch (IOException e) {
            // The next read will say it.
            return Still.SAME;
        }
    }

    private Still compare(FollowedFile file, Sighting sighting, LaterStates later) {
        FoundFile seen = sighting.file();
        Content content = null;
        try {
            content = Content.open(disk, seen.path());
            if (!content.key().equals(seen.key())) {
                closeOther(content, seen.path());
                return Still.UNSEEN;
            }
            if (!content.holds(file.position().reached()) || file.state().wasRead() && later.isOne(file, content)) {
                isOther(content, seen);
                content = null;
                return Still.OTHER;
            }
            if (file.state() == FileState.PASSED && sighting.asked() && hasGrown(file, seen, content)) {
                // A copy in progress, or one that has become a log of its own.
                file.setState(FileState.NEW);
            }
            if (file.state().isRead()) {
                file.hold(content);
                content = null;
                room--;
                giveWayIfFull(file);
            }
            return Still.SAME;
        } catch (NoSuchFileException e) {
            return Still.UNSEEN;
        } catch (EOFException e) {
            // Packed, and shorter than what was read.
            isOther(content, seen);
            content = null;
            return Still.OTHER;
        } catch (IOException e) {
            if (content != null && content.isPacked()) {
                // Still being packed, and then perhaps another one that has the number now.
                return Still.UNSEEN;
            }
            return unknown(seen, e);
        } finally {
            if (content != null) {
                content.close();
            }
        }
    }
}
