package io.millrace.sources.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sources.delivery.MemoryLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
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
                SimSource.settings(8, false),
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

    private static Disk counting(AtomicInteger opened) {
        return new DelegatingDisk(new LocalDisk()) {
            @Override
            public OpenFile open(Path path) throws IOException {
                opened.incrementAndGet();
                return super.open(path);
            }
        };
    }
}
