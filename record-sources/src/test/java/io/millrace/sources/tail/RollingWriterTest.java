package io.millrace.sources.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Logback and Log4j2 as they are, rolling over while a source reads, which is killed as {@code kill -9} does: every number once.
 * {@code -Drolling.seconds=N}, {@code -Drolling.rate=N} and {@code -Drolling.kill.seconds=N} make it longer and faster.
 * Every third setting is tried, all of them with {@code -Drolling.all=true}, and with {@code -Drolling.settings=NAME,...} these.
 */
@Tag("thorough")
class RollingWriterTest {
    private static final int SECONDS = Integer.getInteger("rolling.seconds", 6);
    private static final int RATE = Integer.getInteger("rolling.rate", 2_000);
    private static final int KILL_SECONDS = Integer.getInteger("rolling.kill.seconds", 3);
    /** For what is left to read once the writer has ended; hundreds of packed files after a long run. */
    private static final Duration PATIENCE =
            Duration.ofSeconds(Math.max(240, 2L * Integer.getInteger("rolling.seconds", 0)));
    /** What a file of a size has: the lines of two seconds or so. */
    private static final int BYTES = RATE * 160;

    private static final Pattern NUMBER = Pattern.compile(".*com\\.acme\\.Service: request (\\d+) of a customer");

    @TempDir
    Path folder;

    private final Random random = new Random(1);
    private final BitSet arrived = new BitSet();
    private final Set<String> names = new TreeSet<>();
    private long place;
    private int records;
    private int others;

    static Stream<RollingSetting> settings() {
        String named = System.getProperty("rolling.settings");
        if (named != null) {
            return Stream.of(named.split(",")).map(RollingSetting::valueOf);
        }
        return Stream.of(RollingSetting.values())
                .filter(setting -> Boolean.getBoolean("rolling.all") || setting.ordinal() % 3 == 1);
    }

    @ParameterizedTest
    @MethodSource("settings")
    void everyLineArrivesOnce(RollingSetting setting) throws Exception {
        Path logs = Files.createDirectory(folder.resolve("logs"));
        Path store = folder.resolve("store");
        Path configuration = Files.writeString(folder.resolve("configuration.xml"), setting.configuration(logs, BYTES));
        Path said = folder.resolve("writer.said");
        Process writer = RollingWriter.start(setting, configuration, RATE, said);
        Process source = SourceProcess.following(store, logs + "/app*");
        int kills = 0;
        int written;
        try {
            await().atMost(Duration.ofSeconds(120)).until(() -> count(store) > 0);
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
            while (System.nanoTime() < end) {
                awaitMillis(logs, KILL_SECONDS * 1000);
                SourceProcess.kill(source);
                kills++;
                awaitMillis(logs, random.nextInt(1000));
                source = SourceProcess.following(store, logs + "/app*");
            }
            writer.getOutputStream().close();
            written = Integer.parseInt(
                    new String(writer.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
            int all = written;
            awaitAll(store, all);
        } finally {
            writer.destroyForcibly();
            SourceProcess.kill(source);
            count(store);
        }
        System.out.printf(
                "%s: written %d, records %d, missing %d, repeated %d, no line %d, files %d, kills %d%n",
                setting,
                written,
                records,
                written - arrived.cardinality(),
                records - others - arrived.cardinality(),
                others,
                names.size(),
                kills);
        assertThat(Files.readString(said)).isEmpty();
        assertThat(names).as("rolled over").hasSizeGreaterThan(2);
        assertThat(records).as(SourceProcess.said(store)).isEqualTo(written);
        assertThat(others).isZero();
    }

    /** What is missing when the patience ends is told with all other numbers. */
    private void awaitAll(Path store, int all) {
        try {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> count(store) > 0 && arrived.cardinality() >= all);
        } catch (ConditionTimeoutException e) {
            System.out.println("Not all lines came within " + PATIENCE.toSeconds() + " s");
        }
    }

    /** Lets the writer write. */
    private void awaitMillis(Path logs, int millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        await().atMost(Duration.ofSeconds(120)).until(() -> {
            try (Stream<Path> files = Files.list(logs)) {
                names.addAll(files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()));
            }
            return System.nanoTime() >= end;
        });
    }

    private int count(Path store) throws IOException {
        long before = -1;
        while (before != place) {
            before = place;
            place = FileLog.readOn(store, place, this::count);
        }
        return records;
    }

    private void count(String record) {
        records++;
        Matcher line = NUMBER.matcher(record);
        if (line.matches()) {
            arrived.set(Integer.parseInt(line.group(1)));
        } else {
            others++;
        }
    }
}
