package io.millrace.sources.tail;

import io.millrace.sources.tail.Newcomers.Finding;
import io.millrace.sources.tail.Notices.Event;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out what was found out about files of which nothing was read. */
final class Decisions {
    /** A file may be seen before the rotation that it came from. */
    private static final int LOOKS_FOR_A_ROTATION = 3;

    private static final Logger log = LoggerFactory.getLogger(Decisions.class);

    private final FileSet files;
    private final Newcomers newcomers;
    private final Notices notices;
    private final Missing missing;
    private final FileEnds ends;
    private int held;
    private boolean atOnce;

    Decisions(FileSet files, Newcomers newcomers, Missing missing, LineSettings lines, Notices notices) {
        this.missing = missing;
        this.ends = new FileEnds(lines);
        this.files = files;
        this.newcomers = newcomers;
        this.notices = notices;
    }

    /**
     * Looks at every new file that has content; returns how many could not be decided.
     *
     * @param first true in the first look of this run
     * @param fresh true if no position was known when this run began
     * @param fromEnd true if what is there now is not to be read
     */
    int decide(boolean first, boolean fresh, boolean fromEnd, long now) {
        held = 0;
        atOnce = first && fresh;
        newcomers.lookBegins();
        for (FollowedFile file : List.copyOf(files.all())) {
            if (file.state() == FileState.NEW && sizeNow(file) > 0) {
                apply(file, newcomers.examine(file, files.all(), first, now), fromEnd);
                newcomers.examined(file);
            }
            if (fromEnd && file.state() == FileState.NEW) {
                // That it is not begun now makes nothing of it new.
                file.progress().before(file.lastKnownSize());
            }
        }
        return held;
    }

    /** Of a file that no path leads to any more, or that was empty when it was seen, what is held tells. */
    private static long sizeNow(FollowedFile file) {
        try {
            long seen = file.found().map(FoundFile::size).orElse(0L);
            return seen > 0 || !file.isHeld()
                    ? seen
                    : file.content().orElseThrow().fileSize();
        } catch (IOException e) {
            return 0;
        }
    }

    private void apply(FollowedFile file, Finding finding, boolean fromEnd) {
        FoundFile seen = file.sight().last().orElseThrow();
        switch (finding.verdict()) {
            case HOLD -> {
                held++;
                file.progress().glimpse(finding.reached());
            }
            case PASS -> {
                newcomers.forget(file);
                file.pass(finding.reached());
                notices.info(
                        Event.COPY,
                        "File is a copy of what was read, it is not read again: path={} copy_of={}",
                        seen.path(),
                        finding.other().place());
                if (file.found().isEmpty()) {
                    // No path leads to it: its number will be another's.
                    files.drop(file);
                }
            }
            case TAKE -> take(file, finding);
            // What was empty in the look has nothing that was there before it.
            case FRESH -> begin(file, seen, finding, fromEnd && seen.size() > 0);
        }
    }

    private void take(FollowedFile newcomer, Finding finding) {
        FollowedFile known = finding.other();
        FoundFile seen = newcomer.sight().last().orElseThrow();
        newcomers.forget(newcomer);
        missing.goneOnWithout(known, newcomer, finding.reached());
        known.takeFrom(newcomer, finding.reached());
        known.found().filter(at -> at.path().equals(known.progress().path())).ifPresent(at -> {
            // Where the log is: no other state of it is later.
            known.progress().generation(Math.max(known.generation(), newcomer.generation()));
        });
        files.drop(newcomer);
        files.release(seen.key(), known);
        notices.info(
                Event.TAKEN,
                "File holds what was read before, going on behind it: path={} offset={} before={}",
                seen.path(),
                known.offset(),
                known.path());
        forgetFormer(known);
        newcomers.examined(known);
    }

    /** Earlier states of the same log, which this one has gone on from: none of them may go on in its next file. */
    private void forgetFormer(FollowedFile file) {
        for (FollowedFile other : List.copyOf(files.all())) {
            boolean former = other.path().equals(file.path())
                    && other.found().isEmpty()
                    && !other.isHeld()
                    && other.offset() < file.offset()
                    && (other.state() == FileState.GONE || other.offset() >= Sameness.STRONG);
            if (other != file && former && holds(file, other)) {
                missing.goneOnFrom(other, file);
                files.drop(other);
            }
        }
    }

    private static boolean holds(FollowedFile file, FollowedFile former) {
        try {
            Content content = file.content().orElse(null);
            return content instanceof PlainContent
                    && content.holds(former.position().reached());
        } catch (IOException e) {
            return false;
        }
    }

    private void begin(FollowedFile file, FoundFile seen, Finding finding, boolean fromEnd) {
        if (!seen.asked() && !file.isGeneration() && !file.progress().wasPassedBefore()) {
            files.takeForGenerationIfRotated(file);
        }
        if (!seen.asked() && !file.isGeneration() && !atOnce && newcomers.looksAt(file) < LOOKS_FOR_A_ROTATION) {
            held++;
            return;
        }
        newcomers.forget(file);
        if (!seen.asked() && (!file.isGeneration() || file.progress().wasPassedBefore())) {
            // It lay there before: nobody asked for it.
            file.pass(finding.reached());
            return;
        }
        if (finding.refusal().isPresent()) {
            notices.problem(
                    Event.REFUSED,
                    "file '" + seen.path() + "' is not read: "
                            + finding.refusal().get()
                            + ", must be a text, or one packed with gzip, zstd, xz, bzip2 or zip");
            file.pass(finding.reached());
            return;
        }
        Reached start;
        try {
            start = start(file, seen, finding.reached(), fromEnd);
        } catch (IOException e) {
            notices.problem(Event.UNREADABLE, "file '" + seen.path() + "' cannot be read: " + Notices.reason(e));
            held++;
            return;
        }
        file.begin(start, finding.reached());
        long bytes = finding.reached().offset() - start.offset();
        if (finding.other() == null || bytes <= 0) {
            Optional<FollowedFile> before = replaced(file);
            if (before.isEmpty() || start.offset() > 0) {
                log.info("File found: path={} offset={}", seen.path(), file.offset());
            } else {
                notices.info(
                        Event.REPLACED,
                        "File found in place of one that is gone: path={} offset=0 read_of_that={}; what it holds of that comes"
                                + " again",
                        seen.path(),
                        before.get().offset());
            }
        } else {
            notices.problem(
                    Event.REPEATED,
                    "file '" + seen.path() + "' begins as '" + finding.other().place()
                            + "' did, as far as can be told; that is gone or cannot be read, and was read further: it is read from"
                            + (start.offset() == 0 ? " its start" : " byte " + start.offset())
                            + "; if it is a copy, " + bytes + " bytes come again");
        }
    }

    /** The one that was read under its path before, if that is not there under any name. */
    private Optional<FollowedFile> replaced(FollowedFile file) {
        if (file.generation() <= 1) {
            // As of most files of a first look: there is no need to go through all others for each of them.
            return Optional.empty();
        }
        return files.all().stream()
                .filter(other -> other != file && other.path().equals(file.path()) && other.isGeneration())
                .max(Comparator.comparingInt(FollowedFile::generation))
                .filter(other -> other.offset() > 0 && other.found().isEmpty())
                .filter(other -> !other.isHeld() || other.isDeleted());
    }

    /** Where it begins; at its end, as of the first look, if it was there then and only what comes is to be read. */
    private Reached start(FollowedFile file, FoundFile seen, Reached everything, boolean fromEnd) throws IOException {
        long before = file.before();
        Reached passed = file.position().reached();
        if (!fromEnd && before == 0 && file.offset() == 0) {
            return passed;
        }
        Content content = file.content().orElseThrow();
        if (file.offset() > 0) {
            return ends.lineStart(file.path(), content, passed);
        }
        if (fromEnd || content.isPacked() && seen.size() == before) {
            return ends.end(file.path(), content, everything);
        }
        if (content.isPacked() || everything.offset() < before) {
            notices.lost(
                    Event.TRUNCATED,
                    "File is not what it was when this source first looked, and was not looked into then, reading it from its"
                            + " start: path={} bytes={} before={}",
                    seen.path(),
                    seen.size(),
                    before);
            return Reached.START;
        }
        log.info(
                "File could not be looked into when this source first looked, its end as of then is taken: path={} offset={}",
                seen.path(),
                before);
        return ends.behind(file.path(), content, before);
    }
}
