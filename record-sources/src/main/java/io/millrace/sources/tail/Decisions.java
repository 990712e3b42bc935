package io.millrace.sources.tail;

import io.millrace.sources.tail.Newcomers.Finding;
import io.millrace.sources.tail.Notices.Event;
import java.io.IOException;
import java.util.List;
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
    private int held;
    private boolean atOnce;

    Decisions(FileSet files, Newcomers newcomers, Notices notices) {
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
        }
        return held;
    }

    /** Of a file that no path leads to any more what is held tells. */
    private static long sizeNow(FollowedFile file) {
        try {
            return file.found().isPresent() || !file.isHeld()
                    ? file.found().map(FoundFile::size).orElse(0L)
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
            case TAKE -> take(file, finding.other());
            case FRESH -> begin(file, seen, finding, fromEnd);
        }
    }

    private void take(FollowedFile newcomer, FollowedFile file) {
        FoundFile seen = newcomer.sight().last().orElseThrow();
        newcomers.forget(newcomer);
        file.takeFrom(newcomer);
        files.drop(newcomer);
        files.release(seen.key(), file);
        notices.info(
                Event.TAKEN,
                "File holds what was read before, going on behind it: path={} offset={} before={}",
                seen.path(),
                file.offset(),
                file.path());
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
        Reached start = file.position().reached();
        if (fromEnd) {
            start = end(file.content().orElseThrow(), finding.reached());
        }
        file.begin(start, finding.reached());
        if (finding.other() == null) {
            log.info("File found: path={} offset={}", seen.path(), file.offset());
        } else {
            notices.problem(
                    Event.REPEATED,
                    "file '" + seen.path() + "' begins as '" + finding.other().place()
                            + "' did, which is gone or cannot be read, and is shorter than what was read of that: it is read from its"
                            + " start; if it is a copy, " + finding.reached().offset() + " bytes come again");
        }
    }

    private static Reached end(Content content, Reached everything) {
        if (content.isPacked()) {
            return Reached.START;
        }
        return new Reached(
                everything.offset(),
                isMidLine(content, everything.offset()) ? RecordReader.PASSING_OVER : 0,
                everything.head(),
                everything.tail(),
                List.of());
    }

    /** False too if that cannot be read: a part of a record is better than none of it, and than no other file's. */
    private static boolean isMidLine(Content content, long offset) {
        try {
            Fingerprint lineEnd = Fingerprint.of(new byte[] {'\n'}, 0, 1);
            return !content.fingerprint(offset - 1, 1).equals(lineEnd);
        } catch (IOException e) {
            log.debug("Taken for the end of a line: offset={}", offset, e);
            return false;
        }
    }
}
