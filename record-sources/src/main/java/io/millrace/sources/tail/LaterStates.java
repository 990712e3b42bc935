package io.millrace.sources.tail;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was read of a log further than of one of its files, in one look. A log that is replaced again and again begins each
 * time with all that it held: the number of an earlier state may be that of a later one by now, which holds what was read of
 * both.
 */
final class LaterStates {
    private final Collection<FollowedFile> all;
    private final Set<FollowedFile> present;
    /** Made once it is asked for, as in few looks. */
    private Map<String, List<FollowedFile>> absent;

    /**
     * The states of one look.
     *
     * @param all every file that is known
     * @param present those whose number the look saw
     */
    LaterStates(Collection<FollowedFile> all, Set<FollowedFile> present) {
        this.all = all;
        this.present = present;
    }

    /**
     * True if the content holds what was read of a file of the same log, no earlier than this one, that is nowhere and was read further.
     * Of an earlier one it may hold the same by chance, as the log of a job does that says the same each day.
     */
    boolean isOne(FollowedFile file, Content content) {
        for (FollowedFile other : absent().getOrDefault(file.path(), List.of())) {
            boolean later = other != file && other.generation() >= file.generation();
            if (later && other.offset() > file.offset() && holds(content, other)) {
                return true;
            }
        }
        return false;
    }

    private static boolean holds(Content content, FollowedFile other) {
        try {
            return !other.position().reached().tail().tellsNothing()
                    && content.holds(other.position().reached());
        } catch (IOException e) {
            // It ends before, or breaks off: what is wrong with the file itself the next read says.
            return false;
        }
    }

    private Map<String, List<FollowedFile>> absent() {
        if (absent == null) {
            absent = new HashMap<>();
            for (FollowedFile file : all) {
                if (file.state().wasRead() && !present.contains(file) && (!file.isHeld() || file.isDeleted())) {
                    absent.computeIfAbsent(file.path(), path -> new ArrayList<>())
                            .add(file);
                }
            }
        }
        return absent;
    }
}
