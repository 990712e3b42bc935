package io.millrace.sources.tail;

import io.millrace.sources.tail.RotatedName.Relation;
import io.millrace.sources.tail.Sameness.Answer;

/** The rules by which a file that nothing was read of is told to be, or not to be, one that was read (decision 0057). */
final class Identity {
    private Identity() {}

    /** What becomes of the new file. */
    enum Verdict {
        /** It is the other file: reading goes on in it, behind what was read. */
        TAKE,
        /** Too early to tell, or a copy in progress: look again later. */
        HOLD,
        /** A copy of what was or will be read elsewhere: it is not read. */
        PASS,
        /** As far as this other file goes, it is one of its own. */
        FRESH
    }

    /** Where the file that was read before is now. */
    enum Whereabouts {
        /** Under a path, or open and not certainly deleted. */
        PRESENT,
        /** Deleted, but open and not yet read to its end. */
        DRAINING,
        /** Not seen in the last look; it may be on its way from one name to another. */
        UNCERTAIN,
        /** Nowhere: deleted, truncated, or not seen in several looks. */
        ABSENT
    }

    /**
     * What is known about a new file and one that was read.
     *
     * @param sameness what the contents say
     * @param relation what the new file's name is to the other's
     * @param whereabouts where the other one is
     * @param caughtUp true if all that the new file holds was read from the other one
     * @param settled how long the new file has not changed
     * @param packed true if the new file is packed
     * @param first true if the new file was there in the first look of this run
     */
    record Evidence(
            Sameness sameness,
            Relation relation,
            Whereabouts whereabouts,
            boolean caughtUp,
            Settled settled,
            boolean packed,
            boolean first) {}

    /** How long a file has not changed. */
    enum Settled {
        /** It changes, or it is packed and breaks off. */
        NO,
        /** For two looks. */
        BRIEFLY,
        /** For longer than a rotation pauses. */
        LONG
    }

    static Verdict decide(Evidence e) {
        if (e.sameness().answer() == Answer.DIFFERENT) {
            return Verdict.FRESH;
        }
        // Where a log begins, a plain file that is not what was read there is the next log.
        boolean origin = e.relation() == Relation.ORIGIN && !e.packed();
        boolean related = e.relation() == Relation.ROTATED
                || e.relation() == Relation.TEMPORARY
                || e.relation() == Relation.ORIGIN && e.packed();
        if (e.sameness().answer() == Answer.UNTOLD) {
            return related && !origin && e.settled() == Settled.NO ? Verdict.HOLD : Verdict.FRESH;
        }
        if (e.relation() == Relation.TEMPORARY) {
            // Sooner or later it is the log, however long its writer pauses: neither a file of its own nor a mere copy.
            return Verdict.HOLD;
        }
        boolean telling = related || e.sameness().isStrong();
        return switch (e.whereabouts()) {
            case ABSENT, UNCERTAIN, DRAINING -> {
                Verdict verdict = absent(e, origin, telling);
                // All of it agrees, or as much as can be told: where the other one is, shows soon. Two under one path
                // are
                // one after the other, which of them came first shows too.
                boolean telltale = e.sameness().isStrong() || e.whereabouts() == Whereabouts.UNCERTAIN;
                boolean copy = e.sameness().answer() == Answer.SHORTER
                        && (e.sameness().isTrusted() && telltale || isDoubtful(e, verdict));
                boolean wait = e.whereabouts() != Whereabouts.ABSENT && (verdict != Verdict.FRESH || copy);
                yield wait ? Verdict.HOLD : verdict;
            }
            case PRESENT -> origin ? Verdict.FRESH : present(e, related);
        };
    }

    /** True if one that is read as its own may yet be a copy: it agrees as far as that can still be told. */
    private static boolean isDoubtful(Evidence e, Verdict verdict) {
        boolean begins = e.relation() == Relation.ORIGIN && !e.packed();
        return verdict == Verdict.FRESH
                && e.sameness().answer() == Answer.SHORTER
                && !e.sameness().isTrusted()
                && !begins;
    }

    /** True if one that is read as its own may repeat what was read: it is no longer than that and agrees with it for more than a banner. */
    static boolean mayRepeat(Evidence e, Verdict verdict) {
        boolean gone = e.whereabouts() != Whereabouts.PRESENT;
        boolean again = verdict == Verdict.FRESH
                && e.sameness().answer() == Answer.SHORTER
                && e.sameness().isStrong()
                && gone;
        // As little as that nothing is compared with, unless it is where logs begin.
        boolean untold = verdict == Verdict.FRESH
                && e.sameness().answer() == Answer.UNTOLD
                && (e.relation() == Relation.ROTATED || e.packed() && e.relation() == Relation.ORIGIN)
                && gone;
        return again || untold || isDoubtful(e, verdict);
    }

    private static Verdict absent(Evidence e, boolean origin, boolean telling) {
        if (e.sameness().answer() == Answer.CONTINUES) {
            return telling || origin ? Verdict.TAKE : Verdict.FRESH;
        }
        if (origin || !telling) {
            return Verdict.FRESH;
        }
        if (e.settled() == Settled.NO) {
            return Verdict.HOLD;
        }
        // What was never read and cannot be compared to its end is read: a repetition that is said is better than a
        // loss.
        return e.sameness().isTrusted() ? Verdict.PASS : Verdict.FRESH;
    }

    private static Verdict present(Evidence e, boolean related) {
        if (e.sameness().answer() == Answer.SHORTER && !e.sameness().isTrusted()) {
            return Verdict.FRESH;
        }
        boolean perhaps = e.sameness().isStrong() && (e.packed() || e.relation() == Relation.PERHAPS);
        if (related || perhaps) {
            if (e.settled() == Settled.NO) {
                return Verdict.HOLD;
            }
            if (e.caughtUp()) {
                return Verdict.PASS;
            }
            // More than the other one holds: it began as a copy and goes on by itself. Else the other has yet to be
            // read.
            boolean more = e.sameness().answer() == Answer.CONTINUES;
            return more && e.settled() == Settled.LONG ? Verdict.FRESH : Verdict.HOLD;
        }
        boolean suspicious = e.sameness().isStrong() && !e.first();
        return suspicious && e.settled() != Settled.LONG ? Verdict.HOLD : Verdict.FRESH;
    }
}
