package io.millrace.producer.tail;

import io.millrace.producer.tail.Identity.Evidence;
import io.millrace.producer.tail.Identity.Settled;
import io.millrace.producer.tail.Identity.Verdict;
import io.millrace.producer.tail.Identity.Whereabouts;
import io.millrace.producer.tail.Notices.Event;
import io.millrace.producer.tail.RotatedName.Relation;
import io.millrace.producer.tail.Sameness.Answer;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out whether files of which nothing was read are new, or the content of files that were read. */
final class Newcomers {
    private static final Logger log = LoggerFactory.getLogger(Newcomers.class);
    /** A rotation by copy truncates right after; a copy that is still one after this time is a file of its own. */
    private static final Duration COPY_GRACE = Duration.ofSeconds(10);
    /** A packed file that breaks off and has not grown for so long is damaged. */
    static final Duration PACKING_GRACE = Duration.ofSeconds(60);
    /** Bytes unpacked in one go; other files are read in between. */
    private static final int UNPACK_PORTION = 4 << 20;

    private final Disk disk;
    private final TailSettings settings;
    private final Notices notices;
    private final Map<String, Pending> pending = new HashMap<>();

    /** What is remembered of a file between looks. */
    private static final class Pending {
        private FoundFile seen;
        private long since;
        private Inspection inspection;
        /** How far files were read when the inspection began: what it knows of their content. */
        private final Map<String, Reached> known = new HashMap<>();

        private FollowedFile copyOf;
        private long verified;

        void update(FoundFile now, long nanos) {
            boolean same = seen != null
                    && seen.size() == now.size()
                    && seen.modified() == now.modified()
                    && seen.key().equals(now.key());
            if (!same) {
                since = nanos;
                forgetInspection();
            }
            seen = now;
        }

        void forgetInspection() {
            if (inspection != null) {
                inspection.close();
                inspection = null;
            }
        }
    }

    /** What was found out: a verdict, and the other file that it is about. */
    record Finding(Verdict verdict, FollowedFile other, Reached reached, Optional<String> refusal) {}

    Newcomers(Disk disk, TailSettings settings, Notices notices) {
        this.disk = disk;
        this.settings = settings;
        this.notices = notices;
    }

    void clear() {
        pending.values().forEach(Pending::forgetInspection);
        pending.clear();
    }

    void forget(FollowedFile file) {
        Pending before = pending.remove(file.id());
        if (before != null) {
            before.forgetInspection();
        }
    }

    /** Looks at a file in sight that has content; a file on hold is looked at again in the next look. */
    Finding examine(FollowedFile file, Collection<FollowedFile> all, boolean first, long now) {
        FoundFile seen = file.found().orElseThrow();
        Pending state = pending.computeIfAbsent(file.id(), id -> new Pending());
        state.update(seen, now);
        try {
            if (state.inspection != null) {
                return packed(file, state, all, first, now);
            }
            Content content = Content.open(disk, seen.path());
            if (!content.key().equals(seen.key())) {
                content.close();
                return hold();
            }
            if (content instanceof PackedContent packed && isBusy()) {
                packed.close();
                return hold();
            }
            if (content instanceof PackedContent packed) {
                state.known.clear();
                for (FollowedFile other : all) {
                    Reached reached = other.position().reached();
                    if (other != file && reached.offset() > 0) {
                        state.known.put(other.id(), reached);
                    }
                }
                state.inspection = new Inspection(packed, state.known.values());
                return packed(file, state, all, first, now);
            }
            try (PlainContent plain = (PlainContent) content) {
                return plain(file, plain, state, all, first, now);
            }
        } catch (NoSuchFileException e) {
            return hold();
        } catch (IOException e) {
            notices.problem(Event.UNREADABLE, "file '" + seen.path() + "' cannot be opened: " + Notices.reason(e));
            return hold();
        }
    }

    /** One after the other: unpacking takes memory, and time. */
    private boolean isBusy() {
        return pending.values().stream().anyMatch(state -> state.inspection != null && !state.inspection.isEnded());
    }

    private static Finding hold() {
        return new Finding(Verdict.HOLD, null, Reached.START, Optional.empty());
    }

    private Finding plain(
            FollowedFile file,
            PlainContent content,
            Pending state,
            Collection<FollowedFile> all,
            boolean first,
            long now)
            throws IOException {
        byte[] start = new byte[TextCheck.LENGTH];
        int length = Content.readFully(content.file(), 0, start, 0, start.length);
        if (length == 0) {
            return hold();
        }
        Settled settled = settled(state, now);
        if (Compression.mayBecomePacked(start, length) && settled != Settled.LONG) {
            return hold();
        }
        Stretch known = new MemoStretch(content);
        Reached everything = everything(content, known.length());
        Subject subject = new Subject(file, known, everything, false, settled, first);
        Finding finding = judge(subject, state, all);
        return finding.verdict() == Verdict.FRESH
                ? new Finding(
                        Verdict.FRESH,
                        finding.other(),
                        everything,
                        TextCheck.refusal(start, length, settings.lines().encoding()))
                : finding;
    }

    private Finding packed(FollowedFile file, Pending state, Collection<FollowedFile> all, boolean first, long now)
            throws IOException {
        Inspection inspection = state.inspection;
        if (!inspection.advance(settings.untilEnd() ? Long.MAX_VALUE / 2 : UNPACK_PORTION)) {
            return hold();
        }
        Settled settled = settled(state, now);
        if (!inspection.isComplete()) {
            boolean given_up = settings.untilEnd() || now - state.since >= PACKING_GRACE.toNanos();
            settled = given_up ? Settled.LONG : Settled.NO;
            if (!given_up && inspection.length() < Sameness.STRONG) {
                return hold();
            }
        }
        Subject subject = new Subject(file, inspection, inspection.all(), true, settled, first);
        Finding finding = judge(subject, state, all);
        if (!inspection.isComplete() && finding.verdict() == Verdict.PASS) {
            notices.problem(
                    Event.DAMAGED,
                    "compressed file '" + state.seen.path() + "' breaks off behind byte " + inspection.length()
                            + " of its content, which was read elsewhere");
        }
        byte[] start = inspection.start();
        return finding.verdict() == Verdict.FRESH
                ? new Finding(
                        Verdict.FRESH,
                        finding.other(),
                        inspection.all(),
                        TextCheck.refusal(start, start.length, settings.lines().encoding()))
                : finding;
    }

    private Settled settled(Pending state, long now) {
        long quiet = now - state.since;
        if (settings.untilEnd() || quiet >= COPY_GRACE.toNanos()) {
            return Settled.LONG;
        }
        return quiet >= 2 * settings.scanInterval().toNanos() ? Settled.BRIEFLY : Settled.NO;
    }

    /** The file that is judged. */
    private record Subject(
            FollowedFile file, Stretch content, Reached everything, boolean packed, Settled settled, boolean first) {}

    private Finding judge(Subject subject, Pending state, Collection<FollowedFile> all) throws IOException {
        Finding best = new Finding(Verdict.FRESH, null, Reached.START, Optional.empty());
        long furthest = 0;
        for (FollowedFile other : all) {
            if (other == subject.file()) {
                continue;
            }
            if (other.offset() == 0 || other.state() == FileState.NEW) {
                if (isCopyOfUnread(subject, other)) {
                    best = hold();
                }
                continue;
            }
            Reached now = other.position().reached();
            Reached reached = subject.packed() ? state.known.getOrDefault(other.id(), Reached.START) : now;
            Sameness sameness = Sameness.of(subject.content(), reached);
            if (sameness.answer() == Answer.DIFFERENT) {
                continue;
            }
            Whereabouts where = whereabouts(subject.file(), other);
            Relation relation = relation(subject.file(), other);
            if (where != Whereabouts.PRESENT && reached.offset() != now.offset()) {
                // Read on since: only another inspection tells whether it goes on behind that.
                state.forgetInspection();
                return hold();
            }
            if (relation == Relation.OTHER && !sameness.isStrong()) {
                continue;
            }
            if (where == Whereabouts.PRESENT && sameness.answer() != Answer.CONTINUES) {
                sameness = compared(subject, other, sameness);
                if (sameness.answer() == Answer.SHORTER) {
                    state.copyOf = other;
                    state.verified = sameness.length();
                }
            } else if (sameness.answer() == Answer.SHORTER && state.copyOf == other) {
                // It was compared byte by byte while the other one was there.
                sameness = new Sameness(Answer.SHORTER, Math.max(state.verified, sameness.agreed()), sameness.length());
            }
            boolean caughtUp = other.offset() >= sameness.length();
            Verdict verdict = Identity.decide(new Evidence(
                    sameness, relation, where, caughtUp, subject.settled(), subject.packed(), subject.first()));
            log.debug(
                    "File compared: path={} with={} key={} offset={} {} {} {} {} verdict={}",
                    subject.file().place(),
                    other.place(),
                    other.key(),
                    other.offset(),
                    sameness,
                    relation,
                    where,
                    subject.settled(),
                    verdict);
            long goesOn = sameness.answer() == Answer.CONTINUES && verdict != Verdict.FRESH ? reached.offset() : 0;
            // Of several that it may be, the one that was read furthest: what it holds must not be read again.
            if (goesOn > furthest || goesOn == furthest && rank(verdict) > rank(best.verdict())) {
                furthest = goesOn;
                best = new Finding(verdict, other, subject.everything(), Optional.empty());
            }
        }
        return best;
    }

    private static boolean isForm(Relation relation) {
        return relation == Relation.ROTATED || relation == Relation.TEMPORARY;
    }

    /** A copy of a file that is there and has yet to be read itself: which of the two is read shows when it was. */
    private boolean isCopyOfUnread(Subject subject, FollowedFile other) throws IOException {
        boolean there = other.found()
                .filter(seen -> seen.size() >= subject.everything().offset())
                .isPresent();
        if (!there
                || other.state() == FileState.PASSED
                || subject.settled() == Settled.LONG
                || !isForm(relation(subject.file(), other))) {
            return false;
        }
        Sameness untold = new Sameness(Answer.UNTOLD, 0, subject.everything().offset());
        return compared(subject, other, untold).answer() == Answer.SHORTER;
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
        return relation(file.found().orElseThrow().path(), other);
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

    private Whereabouts whereabouts(FollowedFile file, FollowedFile other) throws IOException {
        if (other.found().isPresent()) {
            // Two under one path: it changed hands while we looked.
            boolean same =
                    other.found().map(FoundFile::path).equals(file.found().map(FoundFile::path));
            return same ? Whereabouts.UNCERTAIN : Whereabouts.PRESENT;
        }
        if (other.isOpen()) {
            Disk.Whereabouts where = other.content().orElseThrow().whereabouts();
            if (where.deleted()) {
                return other.isDrained() ? Whereabouts.ABSENT : Whereabouts.DRAINING;
            }
            return where.path().isPresent() ? Whereabouts.PRESENT : Whereabouts.UNCERTAIN;
        }
        if (other.key().equals(FilePosition.NOWHERE) || other.state() == FileState.GONE) {
            return Whereabouts.ABSENT;
        }
        if (other.state() == FileState.PASSED) {
            boolean there = disk.status(Path.of(other.place()))
                    .filter(status -> status.key().equals(other.key()))
                    .isPresent();
            return there ? Whereabouts.PRESENT : Whereabouts.ABSENT;
        }
        return other.looksWithout() >= 2 ? Whereabouts.ABSENT : Whereabouts.UNCERTAIN;
    }

    /** Compares the end of what is there with the same place in the other file, which can be read. */
    private Sameness compared(Subject subject, FollowedFile other, Sameness before) throws IOException {
        Reached everything = subject.everything();
        Fingerprint last = everything.tail();
        if (other.content().isPresent()) {
            return compared(everything, last, other.content().get(), before);
        }
        if (other.found().isEmpty()) {
            return before;
        }
        try (Content content = Content.open(disk, other.found().get().path())) {
            return content.key().equals(other.key()) ? compared(everything, last, content, before) : before;
        } catch (NoSuchFileException e) {
            return before;
        }
    }

    private static Sameness compared(Reached everything, Fingerprint last, Content content, Sameness before)
            throws IOException {
        if (content.isPacked()) {
            return before;
        }
        long length = everything.offset();
        boolean same =
                content.fingerprint(length - last.length(), last.length()).equals(last)
                        && content.fingerprint(0, everything.head().length()).equals(everything.head());
        return new Sameness(same ? Answer.SHORTER : Answer.DIFFERENT, same ? length : 0, length);
    }

    private static Reached everything(PlainContent content, long length) throws IOException {
        int head = (int) Math.min(Fingerprint.MAX_LENGTH, length);
        return new Reached(
                length, 0, content.fingerprint(0, head), content.fingerprint(length - head, head), List.of());
    }

    /** Hashes each stretch once, however many files are compared. */
    private static final class MemoStretch implements Stretch {
        private final PlainContent content;
        private final long length;
        private final Map<Long, Map<Integer, Fingerprint>> seen = new HashMap<>();

        MemoStretch(PlainContent content) throws IOException {
            this.content = content;
            this.length = content.length();
        }

        @Override
        public long length() {
            return length;
        }

        @Override
        public Fingerprint before(long end, int before) throws IOException {
            Map<Integer, Fingerprint> here = seen.computeIfAbsent(end, at -> new HashMap<>());
            Fingerprint known = here.get(before);
            if (known == null) {
                known = content.before(end, before);
                here.put(before, known);
            }
            return known;
        }
    }
}
