package io.millrace.sources.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The real logrotate, a writer that goes on meanwhile, and a source that is killed as {@code kill -9} does: every number once.
 * {@code -Dlogrotate.rotations=N} makes it longer, {@code -Dlogrotate.rate=N} writes so many lines a second.
 */
@Tag("thorough")
class LogrotateTest {
    private static final int ROTATIONS = Integer.getInteger("logrotate.rotations", 4);
    private static final int RATE = Integer.getInteger("logrotate.rate", 2_000);
    private static final int TICKS = 20;

    @TempDir
    Path folder;

    private final Random random = new Random(1);
    private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger ticks = new AtomicInteger();
    private BufferedWriter writer;
    private int written;
    private final List<String> arrived = new ArrayList<>();
    /** Behind them in the store. */
    private long place;

    /** logrotate's settings. */
    enum Setting {
        CREATE("create"),
        COMPRESS("create\ncompress\nnodelaycompress"),
        DELAYCOMPRESS("create\ncompress\ndelaycompress"),
        COPYTRUNCATE("copytruncate"),
        COPYTRUNCATE_COMPRESS("copytruncate\ncompress\nnodelaycompress"),
        DATEEXT("create\ndateext\ndateformat -%Y%m%d-%s"),
        DATEEXT_COMPRESS("create\ndateext\ndateformat -%Y%m%d-%s\ncompress\nnodelaycompress"),
        OLDDIR("create\nolddir OLD"),
        NOCREATE("nocreate"),
        SHAREDSCRIPTS("create\nsharedscripts\ncompress\ndelaycompress");

        private final String lines;

        Setting(String lines) {
            this.lines = lines;
        }

        boolean truncates() {
            return lines.startsWith("copytruncate");
        }
    }

    @BeforeEach
    void needsLogrotate() throws Exception {
        boolean there = List.of("/usr/sbin/logrotate", "/sbin/logrotate").stream()
                .anyMatch(path -> Files.isExecutable(Path.of(path)));
        Assumptions.assumeTrue(there, "logrotate is not installed");
        // It refuses folders that others may write to.
        Files.createDirectory(folder.resolve("old"));
    }

    @AfterEach
    void stopWriting() {
        pace.shutdownNow();
    }

    @ParameterizedTest
    @EnumSource
    void everyLineArrivesOnce(Setting setting) throws Exception {
        Path log = folder.resolve("app.log");
        Path store = folder.resolve("store");
        Path settings = Files.writeString(folder.resolve("settings"), settings(setting, log));
        open(log);
        write(RATE);
        ScheduledFuture<?> writing = pace.scheduleAtFixedRate(this::tick, 0, 1000 / TICKS, TimeUnit.MILLISECONDS);
        // What is moved to another folder while the source is down must be named: nobody knows of that folder.
        String inputs = folder + (setting == Setting.OLDDIR ? "/{app.log,old/app.log}*" : "/app.log*");
        Process source = SourceProcess.following(store, inputs);
        try {
            await().atMost(Duration.ofSeconds(120)).until(() -> !arrived(store).isEmpty());
            for (int i = 0; i < ROTATIONS; i++) {
                awaitTicks(random.nextInt(2 * TICKS));
                rotate(settings, setting.truncates());
                awaitTicks(TICKS);
                if (i % 2 == 0) {
                    SourceProcess.kill(source);
                    awaitTicks(random.nextInt(TICKS));
                    source = SourceProcess.following(store, inputs);
                }
            }
            pace.shutdown();
            assertThat(pace.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            assertThat(writing.isCancelled())
                    .as("the writer went on until it was stopped")
                    .isTrue();
            writer.close();
            await().atMost(Duration.ofSeconds(180))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> new HashSet<>(arrived(store)).size() >= written);
        } finally {
            SourceProcess.kill(source);
        }
        List<String> lines = arrived(store);
        Set<String> different = new HashSet<>(lines);
        System.out.printf(
                "logrotate %s: written %d, records %d, missing %d, repeated %d%n",
                setting, written, lines.size(), written - different.size(), lines.size() - different.size());
        assertThat(lines).as(SourceProcess.said(store)).hasSize(written).doesNotHaveDuplicates();
    }

    /** All lines that were committed until now. */
    private List<String> arrived(Path store) throws IOException {
        place = FileLog.readOn(store, place, arrived::add);
        return arrived;
    }

    /** Has the writer open its file anew, and waits: what it wrote while the old one is packed would be nowhere else. */
    private static String waiting(Path mark) {
        return "postrotate\ntouch " + mark + "\nfor i in $(seq 500); do [ -e " + mark
                + " ] || break; sleep 0.01; done\nendscript\n";
    }

    private String settings(Setting setting, Path log) {
        String reopen = setting.truncates() ? "" : waiting(folder.resolve("reopen"));
        return log + " {\nrotate 100\nmissingok\n"
                + setting.lines.replace("OLD", folder.resolve("old").toString()) + "\n" + reopen + "}\n";
    }

    /** @param alone nothing is written meanwhile: between the copy and the truncation logrotate itself loses it */
    private void rotate(Path settings, boolean alone) throws IOException, InterruptedException {
        ProcessBuilder rotation = new ProcessBuilder(
                        "logrotate", "-f", "-s", folder.resolve("state").toString(), settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("logrotate.out").toFile());
        if (alone) {
            synchronized (this) {
                rotation.start().waitFor();
            }
        } else {
            rotation.start().waitFor();
        }
    }

    /** A twentieth of a second's lines; goes on in the new file once logrotate has asked for it. */
    private synchronized void tick() {
        try {
            write(RATE / TICKS);
            if (Files.exists(folder.resolve("reopen"))) {
                writer.close();
                open(folder.resolve("app.log"));
                Files.delete(folder.resolve("reopen"));
            }
            ticks.incrementAndGet();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitTicks(int more) {
        int until = ticks.get() + more;
        await().atMost(Duration.ofSeconds(60)).until(() -> ticks.get() >= until);
    }

    private void open(Path log) throws IOException {
        writer = Files.newBufferedWriter(
                log, StandardCharsets.US_ASCII, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void write(int lines) throws IOException {
        for (int i = 0; i < lines; i++) {
            written++;
            writer.write("2026-01-01 00:00:00,000 INFO  [worker-" + written % 7 + "] com.acme.Service: request "
                    + written + " of a customer\n");
        }
        writer.flush();
    }
}
