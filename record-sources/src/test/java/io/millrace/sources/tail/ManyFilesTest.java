package io.millrace.sources.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sources.delivery.MemoryLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files whose names differ in a number only: each may be a rotated form of another. */
class ManyFilesTest {
    private static final int FILES = 200;

    @TempDir
    Path folder;

    @Test
    void areOpenedSomeTimesEachAndNotOnceForEachOther() throws Exception {
        for (int i = 0; i < FILES; i++) {
            Files.writeString(
                    folder.resolve("app-" + (1000 + i) + ".log"),
                    "2026-01-01 00:00:00,000 INFO  [worker-0] com.acme.Service: request 0 of file " + i + "\n");
        }
        AtomicInteger opened = new AtomicInteger();
        AtomicLong nanos = new AtomicLong();
        MemoryLog log = new MemoryLog();
        try (TailSource source = new TailSource(
                new InputFiles(counting(opened), List.of(folder + "/*.log")),
                settings(),
                LineFormat.TEXT,
                Clock.systemUTC(),
                nanos::get,
                atMost -> nanos.addAndGet(atMost.toNanos()))) {
            source.restore(log.takeOver());
            for (int i = 0; i < 2 * FILES; i++) {
                source.read(log.outlet());
                log.commit(source.changedPositions());
            }
        }
        assertThat(log.committed()).hasSize(FILES);
        assertThat(opened.get()).isLessThan(5 * FILES);
    }

    private static TailSettings settings() {
        return new TailSettings(
                Optional.empty(),
                new LongRecords(1_000_000, LongRecords.Treatment.SPLIT),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Optional.empty(),
                false,
                false,
                8,
                Duration.ofDays(7));
    }

    private static Disk counting(AtomicInteger opened) {
        Disk local = new LocalDisk();
        return new Disk() {
            @Override
            public List<Path> list(Path folder) throws IOException {
                return local.list(folder);
            }

            @Override
            public Optional<FileStatus> status(Path path) throws IOException {
                return local.status(path);
            }

            @Override
            public boolean isReadable(Path path) {
                return local.isReadable(path);
            }

            @Override
            public Path real(Path path) throws IOException {
                return local.real(path);
            }

            @Override
            public OpenFile open(Path path) throws IOException {
                opened.incrementAndGet();
                return local.open(path);
            }
        };
    }
}
