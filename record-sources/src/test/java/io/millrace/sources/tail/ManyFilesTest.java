package io.millrace.sources.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sources.delivery.MemoryLog;
import io.millrace.sources.delivery.OutHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

    @Test
    void areGoneThroughOnceInALookAndBetweenTwoLooksOnlyThoseThatAreOpenAre() throws Exception {
        for (int i = 0; i < FILES; i++) {
            Files.writeString(folder.resolve("app-" + i + ".log"), "line of file " + i + "\n");
        }
        AtomicInteger ids = new AtomicInteger();
        FileSet files = new FileSet(
                new InputFiles(new LocalDisk(), List.of(folder + "/*.log")),
                SimSource.settings(8, false),
                Clock.systemUTC(),
                new Notices(),
                () -> String.valueOf(ids.incrementAndGet()));
        files.restore(List.of(), 0);
        files.scan(1);
        assertThat(files.active().takeMoved(files.all())).hasSize(FILES);
        assertThat(files.active().takeMoved(files.all())).hasSize(FILES);
        readAll(files);
        files.scan(2);

        assertThat(files.active().takeMoved(files.all())).hasSize(FILES);
        assertThat(files.active().takeMoved(files.all())).hasSizeLessThan(FILES / 10);
        assertThat(files.active().hasUnread()).isFalse();
        // What one of them holds next is found by the next look, whatever was passed over in between.
        Path closed = files.all().stream()
                .filter(file -> !file.isHeld())
                .map(file -> Path.of(file.place()))
                .findFirst()
                .orElseThrow();
        Files.writeString(closed, "more\n", StandardOpenOption.APPEND);
        files.scan(3);
        assertThat(files.active().hasUnread()).isTrue();
        files.closeAll();
    }

    private static void readAll(FileSet files) throws IOException {
        while (files.active().hasUnread()) {
            for (FollowedFile file : files.readable(1)) {
                file.read(1000, 1, new IgnoredRecords());
            }
        }
    }

    private static final class IgnoredRecords implements RecordReader.RecordSink {
        @Override
        public void record(byte[] value, int piece, long offset, List<OutHeader> headers) {}

        @Override
        public void replaced(int characters, long offset, Encoding encoding) {}

        @Override
        public void foreign(long offset) {}

        @Override
        public void refused(byte[] sample, long offset) {}
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
