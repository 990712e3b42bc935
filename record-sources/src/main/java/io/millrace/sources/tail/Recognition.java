package io.millrace.sources.tail;

import io.millrace.sources.tail.Identity.Evidence;
import io.millrace.sources.tail.Identity.Settled;
import io.millrace.sources.tail.Identity.Verdict;
import io.millrace.sources.tail.Identity.Whereabouts;
import io.millrace.sources.tail.Newcomers.Finding;
import io.millrace.sources.tail.RotatedName.Relation;
import io.millrace.sources.tail.Sameness.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares a file of which nothing was read with those that were, and gathers what {@link Identity} decides by. */
final class Recognition {
    private static final Logger log = LoggerFactory.getLogger(Recognition.class);

    private final Others others;
    private final FileStarts starts;

    Recognition(Disk disk) {
        this.others = new Others(disk);
        this.starts = new FileStarts(disk);
    }

    /**
     * The file that is judged.
     *
     * @param start its first bytes
     * @param everything what would be known of it if it had been read to its end
     * @param first true if it was there in the first look of this run
     */
    record Subject(
            FollowedFile file,
            Stretch content,
            byte[] start,
            Reached everything,
            boolean packed,
            Settled settled,
            boolean first) {}

    /** Files may have changed since the last look. */
    void lookBegins() {
        starts.forget();
    }

    /** The best that can be said of it; the refusal is not looked at here. */
    Finding judge(Subject subject, Candidate candidate, Collection<FollowedFile> all) throws IOException {
        Finding best = new Finding(Verdict.FRESH, null, Reached.START, Optional.empty());
        FollowedFile doubtful = null;
        FollowedFile awaited = null;
        long furthest = 0;
        for (FollowedFile other : all) {
            if (other == subject.file()) {
                continue;
            }
            if (other.offset() == 0 || other.state() == FileState.NEW) {
                awaited = isCopyOfUnread(subject, other) ? other : awaited;
                continue;
            }
            if (subject.packed() && wasReadOn(subject, candidate, other)) {
                // Only another inspection tells whether it goes on behind that.
                candidate.forgetInspection();
                return Newcomers.hold();
            }
            Optional<Evidence> evidence = evidence(subject, candidate, other);
            if (evidence.isEmpty()) {
                continue;
            }
            Verdict verdict = Identity.decide(evidence.get());
            log.debug(
                    "File compared: path={} with={} offset={} {} verdict={}",
                    subject.file().place(),
                    other.place(),
                    other.offset(),
                    evidence.get(),
                    verdict);
            boolean repeats = Identity.mayRepeat(evidence.get(), verdict);
            doubtful = repeats ? other : doubtful;
            long agreed = repeats || verdict != Verdict.FRESH
                    ? evidence.get().sameness().agreed()
                    : 0;
            // Of several that it may be, the one that it agrees with furthest: what was read of that must not be read
            // again.
            if (agreed > furthest || agreed == furthest && rank(verdict) > rank(best.verdict())) {
                furthest = agreed;
                best = new Finding(verdict, other, subject.everything(), Optional.empty());
            }
        }
        if (awaited != null && best.verdict() != Verdict.PASS) {
            // What it may be else does not matter before that which it is a copy of is read.
            return Newcomers.hold(awaited);
        }
        return best.verdict() == Verdict.FRESH
                ? new Finding(Verdict.FRESH, doubtful, Reached.START, Optional.empty())
                : best;
    }

    /** True if the other file was read further than the inspection knows, and cannot be compared itself. */
    private boolean wasReadOn(Subject subject, Candidate candidate, FollowedFile other) throws IOException {
        Reached before = candidate.reachedBefore(other);
        return before.offset() != other.offset()
                && mayBeginAs(subject.content(), other.position().reached())
                && Sameness.of(subject.content(), before).answer() != Answer.DIFFERENT
                && (other.isPacked() || others.whereabouts(subject.file(), other) != Whereabouts.PRESENT);
    }

    /**
     * True of what was packed, took the place of its original and was deleted there before a look saw it. A plain one was replaced
     * by the next, which holds all of it.
     */
    private static boolean wasMissed(Subject subject) {
        return subject.packed()
                && subject.settled() == Settled.LONG
                && subject.file().isDeleted();
    }

    private static boolean mayBeginAs(Stretch content, Reached reached) throws IOException {
        Fingerprint head = reached.knownHead();
        return head.length() > content.length()
                || content.before(head.length(), head.length()).equals(head);
    }

    /** What speaks for the two being one; empty if nothing does. */
    private Optional<Evidence> evidence(Subject subject, Candidate candidate, FollowedFile other) throws IOException {
        Reached reached = subject.packed()
                ? candidate.reachedBefore(other)
                : other.position().reached();
        Sameness sameness = Sameness.of(subject.content(), reached);
        // An inspection knows the other file as it was read when that began: more may tell them apart by now.
        if (sameness.answer() == Answer.DIFFERENT
                || !mayBeginAs(subject.content(), other.position().reached())) {
            return Optional.empty();
        }
        Whereabouts where = others.whereabouts(subject.file(), other);
        Relation relation = relation(subject.file(), other);
        if (relation == Relation.TEMPORARY && where == Whereabouts.ABSENT && wasMissed(subject)) {
            relation = Relation.ROTATED;
        }
        long length = subject.everything().offset();
        boolean there = where == Whereabouts.PRESENT || other.isHeld();
        // What was read of the other one when the inspection began may be too little to tell by; where it is, it is
        // asked.
        boolean telling = relation != Relation.OTHER
                || sameness.isStrong()
                || there && subject.packed() && length >= Sameness.STRONG;
        if (!telling) {
            return Optional.empty();
        }
        boolean unreadToThere = Others.sizeNow(other) >= length;
        if (there && (sameness.answer() != Answer.CONTINUES || unreadToThere)) {
            try {
                Optional<Sameness> compared = others.compared(subject.everything(), other, sameness);
                // Else it changed hands since it was seen; the next look tells.
                where = compared.isEmpty() && where == Whereabouts.PRESENT ? Whereabouts.UNCERTAIN : where;
                sameness = compared.orElse(sameness);
                if (sameness.answer() == Answer.SHORTER && sameness.isTrusted()) {
                    candidate.isBeginningOf(other, sameness.length());
                }
            } catch (IOException e) {
                log.debug("Nothing can be compared with it: path={}", other.place(), e);
                sameness = remembered(subject.everything(), candidate, other, sameness);
                where = where == Whereabouts.PRESENT ? unreadable(sameness) : where;
            }
        } else if (sameness.answer() != Answer.CONTINUES) {
            sameness = remembered(subject.everything(), candidate, other, sameness);
        }
        boolean caughtUp = other.offset() >= sameness.length();
        boolean forks = sameness.answer() == Answer.CONTINUES && !caughtUp && subject.settled() == Settled.LONG;
        if (forks && where == Whereabouts.PRESENT && !others.isStillShorter(other, sameness.length())) {
            // Truncated or grown since it was seen: what goes on behind it may be the copy that was made before or
            // since.
            where = Whereabouts.UNCERTAIN;
        }
        return Optional.of(new Evidence(
                sameness, relation, where, caughtUp, subject.settled(), subject.packed(), subject.first()));
    }

    /**
     * Where one is that is there and cannot be read. What holds all that was read of it waits, as which of the two goes on
     * shows once it can be read. Nothing else waits: to that it is as if it were gone.
     */
    private static Whereabouts unreadable(Sameness sameness) {
        return sameness.answer() == Answer.CONTINUES ? Whereabouts.UNCERTAIN : Whereabouts.ABSENT;
    }

    /** It may have been compared while the other one was there, or end where that was read lately. */
    private static Sameness remembered(Reached everything, Candidate candidate, FollowedFile other, Sameness before) {
        long length = everything.offset();
        Fingerprint last = everything.tail();
        Optional<Fingerprint> there = other.remembered(length, last.length());
        if (there.isPresent()) {
            boolean same = there.get().equals(last);
            return new Sameness(same ? Answer.SHORTER : Answer.DIFFERENT, same ? length : 0, length);
        }
        boolean compared = candidate.comparedWith(other) >= length;
        return compared ? new Sameness(Answer.SHORTER, length, length) : before;
    }

    private static boolean isForm(Relation relation) {
        return relation == Relation.ROTATED || relation == Relation.TEMPORARY;
    }

    /** A copy of a file that is there and has yet to be read itself: which of the two is read shows when it was. */
    private boolean isCopyOfUnread(Subject subject, FollowedFile other) throws IOException {
        long length = subject.everything().offset();
        if (isOnItsWay(other) && isForm(relation(subject.file(), other))) {
            return mayBeginAs(subject.content(), other.position().reached());
        }
        if (other.state() == FileState.PASSED
                || !starts.agree(subject.start(), other)
                || !mayHold(other, length, subject, relation(subject.file(), other))
                || subject.settled() == Settled.LONG && !other.isHeld() && !other.isWorthOpening()) {
            return false;
        }
        // What a plain one held when it was looked at does not tell what it holds now: it may have been truncated
        // since.
        if (other.isPacked() && !mayBeginAs(subject.content(), other.position().reached())) {
            return false;
        }
        Relation relation = relation(subject.file(), other);
        // As for one that was read: where names say too little, a kilobyte in agreement does.
        boolean perhaps = (subject.packed() || relation == Relation.PERHAPS) && length >= Sameness.STRONG;
        if (!isForm(relation) && !(relation == Relation.ORIGIN && subject.packed()) && !perhaps) {
            return false;
        }
        if (subject.packed() && other.isPacked()) {
            // What it holds to its end is known from when that was begun; one that is not could wait for this one.
            return other.state().isRead()
                    && Reached.startOf(subject.everything())
                            .equals(other.position().reached());
        }
        Sameness untold = new Sameness(Answer.UNTOLD, 0, length);
        try {
            // Where the path leads to another file since it was seen, only the next look tells.
            Optional<Sameness> compared = others.compared(subject.everything(), other, untold);
            if (compared.isEmpty()) {
                return true;
            }
            return compared.get().answer() == Answer.SHORTER && !isFirstOfTwo(subject, other);
        } catch (IOException e) {
            // It may not be readable for long. Once it is, it is compared with this one.
            log.debug("Nothing can be compared with it: path={}", other.place(), e);
            return false;
        }
    }

    /** It was seen before this look, and what was seen is perhaps under another name by now: which shows in the next looks. */
    private static boolean isOnItsWay(FollowedFile other) {
        boolean known = other.state() == FileState.NEW || other.state().isRead();
        return known
                && other.found().isEmpty()
                && !other.isHeld()
                && !other.key().equals(FilePosition.NOWHERE)
                && other.sight().looksWithout() < Missing.LOOKS
                && other.lastKnownSize() > 0;
    }

    /** True of one of two that hold the same, and of which each may be a copy of the other: one of them must not wait. */
    private boolean isFirstOfTwo(Subject subject, FollowedFile other) throws IOException {
        long length = subject.everything().offset();
        Relation back = relation(/* file= */ other, /* other= */ subject.file());
        boolean waitsForThis = isForm(back) || back == Relation.PERHAPS && length >= Sameness.STRONG;
        return waitsForThis
                && !subject.packed()
                && other.state() == FileState.NEW
                && subject.file().id().compareTo(other.id()) < 0
                && others.isStillShorter(other, length + 1);
    }

    private static boolean mayHold(FollowedFile other, long length, Subject subject, Relation relation) {
        if (other.isHeld()) {
            return Others.sizeNow(other) >= length;
        }
        // It may have grown since it was seen.
        boolean ofOneLog = other.path().equals(subject.file().path()) || isForm(relation);
        return other.found().filter(seen -> ofOneLog || seen.size() >= length).isPresent();
    }

    private static int rank(Verdict verdict) {
        return switch (verdict) {
            case FRESH -> 0;
            case PASS -> 1;
            case HOLD -> 2;
            case TAKE -> 3;
        };
    }

    /** What the new file's name is to the names of the other. */
    static Relation relation(FollowedFile file, FollowedFile other) {
        Relation relation = relation(file.sight().last().orElseThrow().path(), other);
        // One that no path leads to any more is where no log begins: what took its place is the next one.
        return relation == Relation.ORIGIN && file.found().isEmpty() ? Relation.ROTATED : relation;
    }

    /** Where a followed file is, unless only its number led there: what is written over a log that was moved away is no log. */
    static Optional<FoundFile> asItsLog(FollowedFile file) {
        return file.found().filter(seen -> seen.asked() || file.sight().isRelated());
    }

    static Relation relation(Path seen, FollowedFile other) {
        String name = name(seen);
        Relation place = RotatedName.relation(name, name(Path.of(other.place())));
        Relation path = RotatedName.relation(name, name(Path.of(other.path())));
        if (path == Relation.ORIGIN || place == Relation.OTHER) {
            return path;
        }
        return place == Relation.PERHAPS && isForm(path) ? path : place;
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    /**
     * What would be known of so many bytes if they had been read; NUL at their end may be filled yet, or given back. Not whole
     * ({@link Reached#isWhole}) if it is of two contents as far as shows.
     */
    static Reached everything(PlainContent content, long bytes) throws IOException {
        long filled = content.filled(bytes);
        long length = filled == 0 ? bytes : filled;
        int head = (int) Math.min(Fingerprint.MAX_LENGTH, length);
        Fingerprint tail = content.fingerprint(length - head, head);
        // Something was at its end a moment ago. A writer without O_APPEND leaves NUL there once the log is truncated.
        boolean gone = filled > 0 && tail.isOfNul();
        return new Reached(length, 0, content.fingerprint(0, head), gone ? Fingerprint.EMPTY : tail, List.of());
    }
}
