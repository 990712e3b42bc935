package io.millrace.sources.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sources.delivery.MemoryLog;
import io.millrace.sources.delivery.PositionedSource.Outcome;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A source that begins at the ends: what was there when it first looked is not read, whenever it can be; what comes is. */
class BeginAtEndTest {
    @TempDir
    Path folder;

    private final MemoryLog log = new MemoryLog();
    private final AtomicLong nanos = new AtomicLong(1);
    private BadFileDisk disk;

    @BeforeEach
    void makeDisk() {
        disk = new BadFileDisk(folder.resolve("app.log"));
    }

    @ParameterizedTest
    @EnumSource(names = {"OPEN", "READ", "SIZE"})
    void leavesOutWhatAFileHeldThatCouldNotBeLookedInto(BadFileDisk.Call call) throws Exception {
        append("app.log", "old\nhalf");
        disk.fail(call);
        try (TailSource source = source()) {
            poll(source);
            append("app.log", " of it\nnew\n");
            poll(source);
            disk.heal();
            poll(source);
            append("app.log", "newer\n");
            poll(source);
        }
        assertThat(log.lines()).containsExactly("new", "newer");
    }

    @Test
    void remembersItAcrossARestartAndARename() throws Exception {
        append("app.log", "old\n");
        append("other.log", "old too\n");
        disk.fail(BadFileDisk.Call.OPEN);
        try (TailSource source = source()) {
            poll(source);
        }
        append("app.log", "new\n");
        Files.move(folder.resolve("app.log"), folder.resolve("app.log.1"));
        append("app.log", "next\n");
        disk.heal();
        try (TailSource source = source()) {
            poll(source);
        }
        assertThat(log.lines()).containsExactlyInAnyOrder("new", "next");
    }

    @Test
    void readsWhatWasTruncatedBeforeItCouldBeLookedInto() throws Exception {
        append("app.log", "old and long\n");
        disk.fail(BadFileDisk.Call.OPEN);
        try (TailSource source = source()) {
            poll(source);
            disk.heal();
            Files.writeString(folder.resolve("app.log"), "new\n");
            poll(source);

            assertThat(log.lines()).containsExactly("new");
        }
    }

    @ParameterizedTest
    @EnumSource
    void leavesOutWhatIsPacked(SimPacking packing) throws Exception {
        append("app.log", "old\n");
        Files.write(folder.resolve("other.log"), packing.pack(text(100, 110)));
        try (TailSource source = source()) {
            poll(source);
            append("app.log", "new\n");
            poll(source);
        }
        assertThat(log.lines()).containsExactly("new");
    }

    /** It takes several looks until it is unpacked. */
    @Test
    void leavesOutWhatIsLargeAndPacked() throws Exception {
        Files.write(folder.resolve("other.log"), SimPacking.ZSTD.pack(text(0, 300_000)));
        try (TailSource source = source()) {
            poll(source);
            poll(source);
        }
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void readsWhatIsPackedBehindWhatWasThere() throws Exception {
        byte[] first = SimPacking.GZIP.pack(text(0, 10));
        Files.write(folder.resolve("other.log"), first);
        try (TailSource source = source()) {
            poll(source);
            Files.write(
                    folder.resolve("other.log"),
                    SimPacking.GZIP.pack("new\n".getBytes(StandardCharsets.UTF_8)),
                    StandardOpenOption.APPEND);
            poll(source);
        }
        assertThat(log.lines()).containsExactly("new");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE"})
    void knowsTheEndOfALineInTheFilesEncoding(String name) throws Exception {
        Charset charset = Charset.forName(name);
        append("app.log", "\uFEFFold\n", charset);
        append("other.log", "\uFEFFold\nhalf", charset);
        try (TailSource source = source()) {
            poll(source);
            append("app.log", "new\n", charset);
            append("other.log", " of it\nnewer\n", charset);
            poll(source);
        }
        assertThat(log.lines()).containsExactlyInAnyOrder("new", "newer");
    }

    private TailSource source() throws IOException {
        TailSettings settings = new TailSettings(
                new LineSettings(Optional.empty(), Encoding.AS_IT_IS, ContainerFormat.NONE),
                new LongRecords(1_000_000, LongRecords.Treatment.SPLIT),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Optional.empty(),
                false,
                true,
                8,
                Duration.ofDays(7));
        TailSource source = new TailSource(
                new InputFiles(disk, List.of(folder + "/*.log")),
                settings,
                LineFormat.TEXT,
                Clock.systemUTC(),
                nanos::get,
                atMost -> {});
        source.restore(log.takeOver());
        return source;
    }

    private void poll(TailSource source) throws Exception {
        for (int i = 0; i < 15; i++) {
            nanos.addAndGet(Duration.ofMillis(1500).toNanos());
            Outcome outcome = Outcome.MORE;
            while (outcome == Outcome.MORE) {
                outcome = source.read(log.outlet());
            }
            log.commit(source.changedPositions());
        }
    }

    private static byte[] text(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "an old line with number " + i + "\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
    }

    private void append(String name, String text) throws IOException {
        append(name, text, StandardCharsets.UTF_8);
    }

    private void append(String name, String text, Charset charset) throws IOException {
        Files.writeString(folder.resolve(name), text, charset, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
