package io.millrace.sources.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sources.delivery.MemoryLog;
import io.millrace.sources.delivery.PositionedSource.Outcome;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One folder loses its permission; the files of the others are read on, and its own once more when it is open again. */
class ClosedFolderTest {
    @TempDir
    Path folder;

    private final MemoryLog log = new MemoryLog();
    private final AtomicLong nanos = new AtomicLong();
    private ClosingDisk disk;

    @BeforeEach
    void makeFolders() throws IOException {
        disk = new ClosingDisk(new LocalDisk(), folder.resolve("a"), new AccessDeniedException("a"));
        append("a", "a1");
        append("b", "b1");
    }

    @Test
    void readsOnInTheOtherFoldersAndAgainWhenItIsOpen() throws Exception {
        disk.setClosed(false);
        try (TailSource source = source("a/app.log", "b/*.log", "**/app.log")) {
            source.restore(log.takeOver());
            poll(source);
            disk.setClosed(true);
            append("b", "b2");
            poll(source);
            assertThat(log.lines()).containsExactlyInAnyOrder("a1", "b1", "b2");
            disk.setClosed(false);
            append("a", "a2");
            poll(source);
        }
        assertThat(log.lines()).containsExactlyInAnyOrder("a1", "b1", "b2", "a2");
    }

    @Test
    void beginsWithoutAFolderThatIsClosedAndKnowsWhereItWasInIt() throws Exception {
        disk.setClosed(false);
        try (TailSource source = source("*/app.log")) {
            source.restore(log.takeOver());
            poll(source);
        }
        disk.setClosed(true);
        append("b", "b2");
        try (TailSource source = source("a/app.log", "*/app.log")) {
            source.restore(log.takeOver());
            poll(source);
            assertThat(log.lines()).containsExactlyInAnyOrder("a1", "b1", "b2");
            disk.setClosed(false);
            append("a", "a2");
            poll(source);
        }
        assertThat(log.lines()).containsExactlyInAnyOrder("a1", "b1", "b2", "a2");
    }

    @Test
    void saysOfNoFileInAClosedFolderThatItIsGone() throws Exception {
        disk.setClosed(false);
        try (TailSource source = source("*/app.log")) {
            source.restore(log.takeOver());
            poll(source);
        }
        disk.setClosed(true);
        try (TailSource source = source(true, "a/app.log", "*/app.log")) {
            source.restore(log.takeOver());
            poll(source);

            assertThat(source.problems()).noneMatch(said -> said.contains("is gone"));
        }
    }

    private TailSource source(String... inputs) {
        return source(false, inputs);
    }

    private TailSource source(boolean untilEnd, String... inputs) {
        TailSettings settings = new TailSettings(
                Optional.empty(),
                new LongRecords(1_000_000, LongRecords.Treatment.SPLIT),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Optional.of(Duration.ofSeconds(30)),
                untilEnd,
                false,
                8,
                Duration.ofDays(7));
        List<String> paths =
                List.of(inputs).stream().map(input -> folder + "/" + input).toList();
        return new TailSource(
                new InputFiles(disk, paths), settings, LineFormat.TEXT, Clock.systemUTC(), nanos::get, atMost -> {});
    }

    /** Scans, reads until nothing is there, and a commit; some times over, as time goes by. */
    private void poll(TailSource source) throws Exception {
        for (int i = 0; i < 5; i++) {
            nanos.addAndGet(Duration.ofMillis(1500).toNanos());
            Outcome outcome = Outcome.MORE;
            while (outcome == Outcome.MORE) {
                outcome = source.read(log.outlet());
            }
            log.commit(source.changedPositions());
        }
    }

    private void append(String name, String line) throws IOException {
        Path file = Files.createDirectories(folder.resolve(name)).resolve("app.log");
        Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
