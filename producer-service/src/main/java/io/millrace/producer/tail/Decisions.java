package io.millrace.producer.tail;

import io.millrace.producer.tail.Newcomers.Finding;
import io.millrace.producer.tail.Notices.Event;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out what was found out about files of which nothing was read. */
final class Decisions {
    private static final Logger log = LoggerFactory.getLogger(Decisions.class);

    private final FileSet files;
    private final Disk disk;
    private final Newcomers newcomers;
    private final TailSettings settings;
    private final Notices notices;
    private int held;

    Decisions(FileSet files, Disk disk, Newcomers newcomers, TailSettings settings, Notices notices) {
        this.files = files;
        this.disk = disk;
        this.newcomers = newcomers;
        this.settings = settings;
        this.notices = notices;
    }

    /**
     * Looks at every new file that has content; returns how many could not be decided.
     *
     * @param first true in the first look of this run
     * @param fromEnd true if what is there now is not to be read
     */
    int decide(boolean first, boolean fromEnd, long now) throws IOException {
        held = 0;
        for (FollowedFile file : List.copyOf(files.all())) {
            boolean open = file.state() == FileState.NEW && file.found().isPresent();
            if (open && file.found().get().size() > 0) {
                apply(file, newcomers.examine(file, files.all(), first, now), fromEnd);
            }
        }
        return held;
    }

    private void apply(FollowedFile file, Finding finding, boolean fromEnd) throws IOException {
        FoundFile seen = file.found().orElseThrow();
        switch (finding.verdict()) {
            case HOLD -> held++;
            case PASS -> {
                newcomers.forget(file);
                file.pass(finding.reached());
                notices.info(
                        Event.COPY,
                        "File is a copy of what was read, it is not read again: path={} copy_of={}",
                        seen.path(),
                        finding.other().place());
            }
            case TAKE -> take(file, finding.other());
            case FRESH -> {
                newcomers.forget(file);
                begin(file, seen, finding, fromEnd);
            }
        }
    }

    private void take(FollowedFile newcomer, FollowedFile file) {
        FoundFile seen = newcomer.found().orElseThrow();
        newcomers.forget(newcomer);
        files.drop(newcomer);
        files.release(seen.key());
        file.close();
        file.attach(seen, newcomer.place());
        if (file.state() == FileState.GONE) {
            file.setState(FileState.READING);
        }
        notices.info(
                Event.TAKEN,
                "File holds what was read before, going on behind it: path={} offset={} before={}",
                seen.path(),
                file.offset(),
                file.path());
    }

    private void begin(FollowedFile file, FoundFile seen, Finding finding, boolean fromEnd) throws IOException {
        if (!seen.asked() && (!file.isGeneration() || file.wasPassedBefore())) {
            // It lay there before: nobody asked for it.
            file.pass(finding.reached());
            return;
        }
        if (finding.refusal().isPresent()) {
            notices.problem(
                    Event.REFUSED,
                    "file '" + seen.path() + "' is not read: "
                            + finding.refusal().get() + ", must be a text, or one packed with gzip, zstd, xz or bzip2");
            file.pass(finding.reached());
            return;
        }
        Reached start = file.position().reached();
        if (fromEnd) {
            start = end(seen, finding.reached());
        }
        file.begin(start);
        log.info("File found: path={} offset={}", seen.path(), file.offset());
    }

    private Reached end(FoundFile seen, Reached everything) throws IOException {
        try (Content opened = Content.open(disk, seen.path())) {
            if (opened.isPacked() || !opened.key().equals(seen.key())) {
                return Reached.START;
            }
            Fingerprint lineEnd = Fingerprint.of(new byte[] {'\n'}, 0, 1);
            boolean midLine = !opened.fingerprint(everything.offset() - 1, 1).equals(lineEnd);
            return new Reached(
                    everything.offset(),
                    midLine ? RecordReader.PASSING_OVER : 0,
                    everything.head(),
                    everything.tail(),
                    List.of());
        }
    }
}
