package io.millrace.sources.tail;

import io.millrace.sources.tail.Notices.Event;
import io.millrace.sources.tail.RotatedName.Relation;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Files that a look saw under the number of one that is known, and that were gone or elsewhere when they were opened to be
 * compared. Each may be the known one, grown, or another that has its number: in both cases it held something that nobody
 * read, and no other part of the set remembers it.
 */
final class Unopened {
    /** Looks in a row without it: a list of a folder that changes may leave a file out. */
    private static final int LOOKS = 2;

    private final Notices notices;
    private final Map<FileKey, Unseen> files = new HashMap<>();

    private record Unseen(FoundFile file, Path place, int looks) {}

    Unopened(Notices notices) {
        this.notices = notices;
    }

    /** It was seen, and could not be opened. */
    void add(FollowedFile known, Sighting sighting) {
        FoundFile seen = sighting.file();
        isSeen(seen);
        if (!isExplained(known, sighting)) {
            files.put(seen.key(), new Unseen(seen, sighting.place(), 0));
        }
    }

    /** What has the number now may be what was seen, unless it is shorter or by its name another log's. */
    void isSeen(FoundFile seen) {
        Unseen before = files.remove(seen.key());
        if (before != null && (before.file.size() > seen.size() || isOfAnotherLog(seen.path(), before.place))) {
            say(before.file);
        }
    }

    private static boolean isOfAnotherLog(Path now, Path before) {
        String name = String.valueOf(now.getFileName());
        return RotatedName.relation(name, String.valueOf(before.getFileName())) == Relation.OTHER;
    }

    /** True if it is the known file as it was, of which is said what is to be said, or if nobody asked for it. */
    private static boolean isExplained(FollowedFile known, Sighting sighting) {
        long size = sighting.file().size();
        long read = known.isPacked() ? 0 : known.offset();
        if (!sighting.related()) {
            return size <= Math.max(read, known.lastKnownSize());
        }
        boolean same = size == read || size == known.lastKnownSize();
        return size == 0 || same && isOfOneLog(sighting.file().path(), known);
    }

    /** True if by its name what was seen is the log of the known file, or a generation of that. */
    static boolean isOfOneLog(Path seen, FollowedFile known) {
        Relation relation = Recognition.relation(seen, known);
        return relation != Relation.OTHER && relation != Relation.PERHAPS;
    }

    /** Says of what the last looks did not see again that it is gone; returns of how many that cannot be told yet. */
    int settle() {
        for (Iterator<Map.Entry<FileKey, Unseen>> all = files.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<FileKey, Unseen> entry = all.next();
            Unseen unseen = entry.getValue();
            if (unseen.looks >= LOOKS) {
                all.remove();
                say(unseen.file);
            } else {
                entry.setValue(new Unseen(unseen.file, unseen.place, unseen.looks + 1));
            }
        }
        return files.size();
    }

    /** The source ends: whoever comes next would not know of what is gone. */
    void end(Function<Path, Optional<FileStatus>> statuses) {
        for (Unseen unseen : files.values()) {
            if (!isThere(unseen, statuses)) {
                say(unseen.file);
            }
        }
        files.clear();
    }

    private static boolean isThere(Unseen unseen, Function<Path, Optional<FileStatus>> statuses) {
        FoundFile seen = unseen.file;
        return statuses.apply(unseen.place)
                .filter(status -> status.key().equals(seen.key()) && status.size() >= seen.size())
                .isPresent();
    }

    private void say(FoundFile seen) {
        notices.problem(
                Event.GONE,
                "file '" + seen.path() + "' is gone, it had " + seen.size()
                        + " bytes and could not be opened any more: what of them was not read, if anything, and is in no"
                        + " copy is lost");
    }
}
