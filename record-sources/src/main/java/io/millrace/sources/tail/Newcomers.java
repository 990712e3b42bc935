package io.millrace.sources.tail;

import io.millrace.sources.tail.Identity.Settled;
import io.millrace.sources.tail.Identity.Verdict;
import io.millrace.sources.tail.Notices.Event;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Finds out whether files of which nothing was read are new, or the content of files that were read. */
final class Newcomers {
    /** A rotation by copy truncates right after; a copy that is still one after this time is a file of its own. */
    private static final Duration COPY_GRACE = Duration.ofSeconds(10);
    /** A packed file that breaks off and has not grown for so long is damaged. */
    static final Duration PACKING_GRACE = Duration.ofSeconds(60);
    /** Two files that have not changed for so long, and wait for each other to, may do so for ever. */
    private static final Duration LONG_WAIT = Duration.ofMinutes(5);
    /** Bytes unpacked in one go; other files are read in between. */
    private static final int UNPACK_PORTION = 4 << 20;

    private final Openings openings;
    private final TailSettings settings;
    private final Notices notices;
    private final Recognition recognition;
    private final Map<String, Candidate> pending = new HashMap<>();

    /**
     * What was found out.
     *
     * @param other the other file that the verdict is about, that is waited for, or that one of its own may be a copy of; null if
     *     there is none
     * @param reached what the new file holds; nothing if that is not known yet
     * @param refusal why it is not read
     */
    record Finding(Verdict verdict, FollowedFile other, Reached reached, Optional<String> refusal) {
        /** The same of a file that holds this; only one that is to be read can be refused. */
        Finding of(Reached everything, Supplier<Optional<String>> check) {
            return new Finding(verdict, other, everything, verdict == Verdict.FRESH ? check.get() : Optional.empty());
        }
    }

    Newcomers(Disk disk, Openings openings, TailSettings settings, Notices notices) {
        this.recognition = new Recognition(disk);
        this.openings = openings;
        this.settings = settings;
        this.notices = notices;
    }

    /** Files may have changed since the last look. */
    void lookBegins() {
        recognition.lookBegins();
    }

    void clear() {
        pending.values().forEach(Candidate::forgetInspection);
        pending.clear();
    }

    void forget(FollowedFile file) {
        Candidate before = pending.remove(file.id());
        if (before != null) {
            before.forgetInspection();
        }
    }

    /** Looks in which it was examined. */
    int looksAt(FollowedFile file) {
        Candidate state = pending.get(file.id());
        return state == null ? 0 : state.looks();
    }

    /** Looks at a file that has content; one on hold is looked at again in the next look. */
    Finding examine(FollowedFile file, Collection<FollowedFile> all, boolean first, long now) {
        Finding finding = look(file, all, first, now);
        Candidate state = pending.get(file.id());
        if (finding.verdict() == Verdict.HOLD && state.seen() != null) {
            state.waitsFor(finding.other(), finding.reached().offset());
            saidIfItWaitsLong(state, now);
        }
        return finding;
    }

    private Finding look(FollowedFile file, Collection<FollowedFile> all, boolean first, long now) {
        FoundFile last = file.sight().last().orElseThrow();
        Candidate state = pending.computeIfAbsent(file.id(), id -> new Candidate());
        try {
            Optional<Content> held = opened(file, last);
            if (held.isEmpty()) {
                return hold();
            }
            FoundFile seen =
                    file.found().isPresent() ? last : last.grownTo(held.get().fileSize());
            long before = state.seen() == null ? 0 : state.seen().size();
            state.update(seen, now);
            if (state.isShorter()) {
                openings.becameShorter(seen.path(), before);
            }
            if (state.inspection() != null && state.inspection().content() != held.get()) {
                state.forgetInspection();
            }
            if (held.get() instanceof PlainContent plain) {
                return plain(file, plain, state, all, first, now);
            }
            if (state.inspection() == null && isBusy()) {
                return hold();
            }
            if (state.inspection() == null) {
                state.inspect((PackedContent) held.get(), known(file, all));
            }
            return packed(file, state, all, first, now);
        } catch (IOException e) {
            // Others wait for its turn to be unpacked to end.
            state.forgetInspection();
            notices.problem(Event.UNREADABLE, "file '" + last.path() + "' cannot be opened: " + Notices.reason(e));
            return hold();
        }
    }

    /** What is held of it, or is from now on. */
    private Optional<Content> opened(FollowedFile file, FoundFile seen) throws IOException {
        if (!file.isHeld()) {
            openings.holdToLookAt(file, seen);
            return file.content();
        }
        return file.lookAtHeld();
    }

    private static Map<String, Reached> known(FollowedFile file, Collection<FollowedFile> all) {
        Map<String, Reached> known = new HashMap<>();
        for (FollowedFile other : all) {
            Reached reached = other.position().reached();
            if (other != file && reached.offset() > 0) {
                known.put(other.id(), reached);
            }
        }
        return known;
    }

    /**
     * It stays open until it is read or known to be a copy, where there is room, and while it is unpacked in any case. Also of
     * one in which reading goes on: what it was opened for counts, whichever file it turned out to be.
     */
    void examined(FollowedFile file) {
        Candidate state = pending.get(file.id());
        boolean unpacking = state != null
                && state.inspection() != null
                && !state.inspection().isEnded();
        if (file.isHeld() && !unpacking && file.found().isPresent()) {
            openings.giveWayIfFull(file);
        }
    }

    /** One after the other: unpacking takes memory, and time. */
    private boolean isBusy() {
        return pending.values().stream()
                .anyMatch(state ->
                        state.inspection() != null && !state.inspection().isEnded());
    }

    /** Nothing can be said yet. */
    static Finding hold() {
        return hold(null);
    }

    /** Nothing can be said before more is known of the other file. */
    static Finding hold(FollowedFile other) {
        return new Finding(Verdict.HOLD, other, Reached.START, Optional.empty());
    }

    /** The source ends: a file that waits for another is not read, which matters if that was not read as far. */
    void end(FollowedFile file) {
        Candidate state = pending.get(file.id());
        if (state != null && state.waitsFor() != null && state.holdsMore()) {
            saidThatItWaits(state);
        }
    }

    private void saidIfItWaitsLong(Candidate state, long now) {
        if (state.waitsFor() != null && state.quietFor(now) >= LONG_WAIT.toNanos()) {
            saidThatItWaits(state);
        }
    }

    private void saidThatItWaits(Candidate state) {
        notices.problem(
                Event.WAITING,
                "file '" + state.seen().path() + "' is not read yet: it may be a copy of '"
                        + state.waitsFor().place()
                        + "' or take its place, which shows once one of them changes; delete the one that is not needed");
    }

    private Finding plain(
            FollowedFile file,
            PlainContent content,
            Candidate state,
            Collection<FollowedFile> all,
            boolean first,
            long now)
            throws IOException {
        if (state.isShorter()) {
            content.shortnessSaid(0);
        }
        long had = Math.max(content.most(), state.seen().size());
        byte[] start = new byte[TextCheck.LENGTH];
        int length = Content.readFully(content.file(), 0, start, 0, start.length);
        if (length == 0) {
            return hold();
        }
        Settled settled = settled(state, now);
        boolean packed = Compression.of(start, length) != Compression.NONE;
        if (packed || Compression.mayBecomePacked(start, length) && settled != Settled.LONG) {
            // Its first bytes may have come since it was looked at how it is packed.
            return hold();
        }
        Stretch known = new MemoStretch(content);
        Reached everything = Recognition.everything(content, known.length());
        long most = Math.max(Math.max(known.length(), length), had);
        long size = content.fileSize();
        if (known.length() < most || size < most || !everything.isWhole()) {
            // Truncated since it was seen, and perhaps filled again.
            openings.becameShorter(state.seen().path(), most);
            content.shortnessSaid(size);
            // What was taken of it may be of two contents, or of none; else it is what would be missed next.
            boolean one = everything.isWhole() && known.length() <= size;
            return new Finding(Verdict.HOLD, null, one ? everything : Reached.START, Optional.empty());
        }
        Reached before = file.position().reached();
        if (!state.isShorter() && !content.holdsAhead(before)) {
            openings.wasOverwritten(state.seen().path(), before.glimpsed());
        }
        Recognition.Subject subject =
                new Recognition.Subject(file, known, Arrays.copyOf(start, length), everything, false, settled, first);
        return recognition
                .judge(subject, state, all)
                .of(
                        everything,
                        () -> TextCheck.refusal(start, length, settings.lines().encoding()));
    }

    private Finding packed(FollowedFile file, Candidate state, Collection<FollowedFile> all, boolean first, long now)
            throws IOException {
        Inspection inspection = state.inspection();
        if (!inspection.advance(settings.untilEnd() ? Long.MAX_VALUE / 2 : UNPACK_PORTION)) {
            return hold();
        }
        if (inspection.refusal().isPresent()) {
            // What its beginning is a copy of does not matter: as a whole it is nothing that was read.
            return new Finding(Verdict.FRESH, null, inspection.all(), inspection.refusal());
        }
        Settled settled = settled(state, now);
        if (!inspection.isComplete()) {
            boolean givenUp = settings.untilEnd() || state.quietFor(now) >= PACKING_GRACE.toNanos();
            settled = givenUp ? Settled.LONG : Settled.NO;
            if (!givenUp && inspection.length() < Sameness.STRONG) {
                return hold();
            }
        }
        byte[] start = inspection.start();
        Recognition.Subject subject =
                new Recognition.Subject(file, inspection, start, inspection.all(), true, settled, first);
        Finding finding = recognition.judge(subject, state, all);
        if (settled == Settled.NO
                && finding.verdict() == Verdict.TAKE
                && Missing.isSeenLonger(finding.other(), inspection.length())) {
            // Still being packed: all of it may come yet.
            return hold();
        }
        if (!inspection.isComplete() && finding.verdict() == Verdict.PASS) {
            notices.problem(
                    Event.DAMAGED,
                    "compressed file '" + state.seen().path() + "' breaks off behind byte " + inspection.length()
                            + " of its content, which was read elsewhere");
        }
        return finding.of(
                subject.everything(),
                () -> TextCheck.refusal(start, start.length, settings.lines().encoding()));
    }

    private Settled settled(Candidate state, long now) {
        long quiet = state.quietFor(now);
        if (settings.untilEnd() || quiet >= COPY_GRACE.toNanos()) {
            return Settled.LONG;
        }
        return quiet >= 2 * settings.scanInterval().toNanos() ? Settled.BRIEFLY : Settled.NO;
    }
}
