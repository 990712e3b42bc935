package io.millrace.sources.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
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
    private BufferedWriter writer;
    private int written;

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

    @ParameterizedTest
    @EnumSource
    void everyLineArrivesOnce(Setting setting) throws Exception {
        Path log = folder.resolve("app.log");
        Path store = folder.resolve("store");
        Path settings = Files.writeString(folder.resolve("settings"), settings(setting, log));
        open(log);
        write(RATE);
        // What is moved to another folder while the source is down must be named: nobody knows of that folder.
        String inputs = folder + (setting == Setting.OLDDIR ? "/{app.log,old/app.log}*" : "/app.log*");
        Process source = SourceProcess.following(store, inputs);
        try {
            await().atMost(Duration.ofSeconds(120))
                    .until(() -> !FileLog.lines(store).isEmpty());
            for (int i = 0; i < ROTATIONS; i++) {
                writeFor(random.nextInt(2 * TICKS), null);
                Process rotation = rotate(settings);
                if (setting.truncates()) {
                    // What is written between the copy and the truncation is lost by logrotate itself.
                    rotation.waitFor();
                }
                writeFor(TICKS, rotation);
                if (i % 2 == 0) {
                    SourceProcess.kill(source);
                    writeFor(random.nextInt(TICKS), null);
                    source = SourceProcess.following(store, inputs);
                }
            }
            writer.close();
            await().atMost(Duration.ofSeconds(180))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> new HashSet<>(FileLog.lines(store)).size() >= written);
        } finally {
            SourceProcess.kill(source);
        }
        List<String> lines = FileLog.lines(store);
        Set<String> different = new HashSet<>(lines);
        System.out.printf(
                "logrotate %s: written %d, records %d, missing %d, repeated %d%n",
                setting, written, lines.size(), written - different.size(), lines.size() - different.size());
        assertThat(lines).as(SourceProcess.said(store)).hasSize(written).doesNotHaveDuplicates();
    }

    private String settings(Setting setting, Path log) {
        String reopen = setting.truncates() ? "" : "postrotate\ntouch " + folder.resolve("reopen") + "\nendscript\n";
        return log + " {\nrotate 100\nmissingok\n"
                + setting.lines.replace("OLD", folder.resolve("old").toString()) + "\n" + reopen + "}\n";
    }

    private Process rotate(Path settings) throws IOException {
        return new ProcessBuilder(
                        "logrotate", "-f", "-s", folder.resolve("state").toString(), settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("logrotate.out").toFile())
                .start();
    }

    /** So many twentieths of a second, and until the rotation has ended and the writer has heard of it. */
    private void writeFor(int ticks, Process rotation) throws Exception {
        for (int i = 0; i < ticks || rotation != null && rotation.isAlive(); i++) {
            write(RATE / TICKS);
            if (rotation == null) {
                TimeUnit.MILLISECONDS.sleep(1000 / TICKS);
            } else {
                rotation.waitFor(1000 / TICKS, TimeUnit.MILLISECONDS);
            }
            if (Files.deleteIfExists(folder.resolve("reopen"))) {
                writer.close();
                open(folder.resolve("app.log"));
            }
        }
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
