package io.millrace.sources.tail;

import io.millrace.sources.delivery.MemoryLog;
import io.millrace.sources.delivery.PositionedSource.Outcome;
import io.millrace.sources.tail.Notices.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;

/** A source over a simulated disk, and what a test does to that between two looks. */
abstract class SimDiskCase {
    static final Path FOLDER = Path.of("/logs");
    static final String BANNER = "# banner\n".repeat(150);

    final AtomicLong nanos = new AtomicLong(1);
    final SimDisk disk = new SimDisk(() -> nanos.get() / 1_000_000, 1, (node, byReader) -> {});
    final MemoryLog log = new MemoryLog();
    final List<String> truncated = new ArrayList<>();
    TailSource source;
    int ids;
    /** Happens once something was taken for another, before that is read on. */
    Runnable afterTaking = () -> {};

    /** Happens once something is said to be truncated. */
    Runnable afterTruncation = () -> {};

    Runnable beforeThatRead = () -> {};
    /** Reads of the disk until then, or other calls. */
    int reads;

    String awaited = "read";

    @AfterEach
    void close() {
        if (source != null) {
            source.close();
        }
    }

    /** Lines of twenty bytes. */
    static String numbered(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(String.format("line %014d%n", i));
        }
        return text.toString();
    }

    /** As a look that saw so many bytes of it. */
    FollowedFile found(String name, long size) {
        FileKey key = disk.create(path(name)).key;
        String place = path(name).toString();
        FollowedFile file = FollowedFile.fresh(
                SimSource.settings(8, false),
                new FilePosition(name, place, place, 1, key, FileState.NEW, 0, Reached.START, Instant.EPOCH));
        file.attach(new FoundFile(path(name), key, size, 0, true), place);
        return file;
    }

    /** Without those of banners. */
    List<String> lines() {
        return log.lines().stream().filter(line -> !line.startsWith("#")).toList();
    }

    void start(String input) throws IOException {
        start(input, false);
    }

    void start(String input, boolean untilEnd) throws IOException {
        source = new TailSource(
                        new InputFiles(disk.view(this::call), List.of(FOLDER + "/" + input)),
                        SimSource.settings(8, untilEnd),
                        new RecordForm(LineFormat.TEXT, FileMetadata.NONE),
                        Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC),
                        nanos::get,
                        atMost -> {},
                        () -> String.format("%08d", ++ids))
                .watched(this::hear, 1);
        source.restore(log.takeOver());
    }

    void hear(Event event, String sentence) {
        if (event == Event.TRUNCATED) {
            truncated.add(sentence);
            afterTruncation.run();
        } else if (event == Event.TAKEN) {
            afterTaking.run();
        }
    }

    void call(String what) {
        if (what.equals(awaited) && --reads == 0) {
            beforeThatRead.run();
        }
    }

    void poll() throws Exception {
        nanos.addAndGet(Duration.ofMillis(1500).toNanos());
        Outcome outcome = Outcome.MORE;
        while (outcome == Outcome.MORE) {
            outcome = source.read(log.outlet());
        }
        log.commit(source.changedPositions());
    }

    /** Reads to the end of all, and commits. */
    void readToTheEnd() throws Exception {
        while (source.read(log.outlet()) != Outcome.ENDED) {
            log.commit(source.changedPositions());
        }
        log.commit(source.changedPositions());
    }

    void pollFor(int seconds) throws Exception {
        for (long until = nanos.get() + Duration.ofSeconds(seconds).toNanos(); nanos.get() < until; ) {
            poll();
        }
    }

    Path path(String name) {
        disk.folder(FOLDER, 1);
        return FOLDER.resolve(name);
    }

    void write(String name, String text) {
        write(name, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void write(String name, byte[] bytes) {
        disk.append(disk.create(path(name)), bytes);
    }
}
