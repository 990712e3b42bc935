package io.millrace.sink.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.sink.stack.ChaosLoad.Sent;
import io.millrace.sink.stack.ChaosSinks.Misfortune;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real servers and real processes for as long as wanted, with everything that goes wrong in the field: values from 100 bytes
 * to 20 MB in 50 partitions, sinks killed and stopped for long, a topic that is made anew while its sink stands still, a
 * full disk, restarts of NameNode, DataNode and broker. In the end every record must be accounted for by readers that nobody
 * here wrote: DuckDB over the Parquet files, {@code sort} and {@code wc} over the text.
 *
 * <p>{@code -Dchaos.minutes=240} for a long run, {@code -Dchaos.seed=N} for other moments.
 */
@Tag("thorough")
class ChaosIT {
    private final Random random = new Random(Long.getLong("chaos.seed", 11));
    private final Map<Misfortune, Integer> happened = new EnumMap<>(Misfortune.class);

    @Test
    void everyRecordIsAccountedForByAnIndependentReader(@TempDir Path folder) throws Exception {
        double minutes = Double.parseDouble(System.getProperty("chaos.minutes", "0.5"));
        long end = System.nanoTime() + (long) (minutes * 60e9);
        try (TestStack stack = new TestStack(folder.resolve("servers"), 1)) {
            ChaosLoad load = new ChaosLoad(stack, random.nextLong(), minutes > 2);
            ChaosSinks sinks = new ChaosSinks(stack, folder, random);
            ChaosReborn reborn = new ChaosReborn(stack, folder, random);
            load.start();
            try {
                sinks.startAll();
                reborn.start();
                Misfortune[] all = Misfortune.values();
                for (int round = 0; System.nanoTime() < end || round < all.length; round++) {
                    // Each of them once first, so that a short run has met them all.
                    Misfortune next = round < all.length ? all[round] : all[random.nextInt(all.length)];
                    sinks.suffer(next);
                    happened.merge(next, 1, Integer::sum);
                    if (round % 8 == 3) {
                        reborn.beBornAgain();
                    }
                    sinks.replaceTheDead();
                    await().pollDelay(Duration.ofMillis(300 + random.nextInt(2_000)))
                            .until(() -> true);
                }
            } finally {
                load.stop();
                sinks.killAll();
                reborn.kill();
            }
            sinks.storeTheRest();
            Sent sent = load.sent();
            String report = report(stack, folder, sent, minutes, reborn);
            System.out.println(report);
            Files.writeString(Path.of("target", "chaos.txt"), report + "\n");
            reborn.check();
        }
    }

    private String report(TestStack stack, Path folder, Sent sent, double minutes, ChaosReborn reborn)
            throws Exception {
        TestStack.Ran audit = Sinks.command(stack.arguments("audit", "--root=/chaos", "--require-complete"));
        assertThat(audit.status()).as(audit.out() + audit.err()).isZero();
        Path copies = Files.createDirectories(folder.resolve("copies"));
        List<Path> files = ChaosReaders.copy(stack, "/chaos", copies);
        ChaosReaders.Parquet parquet = ChaosReaders.duckDb(copies);
        assertThat(parquet.rows()).as("rows that DuckDB counts").isEqualTo(sent.json());
        assertThat(parquet.distinct())
                .as("different numbers that DuckDB counts")
                .isEqualTo(sent.json());
        assertThat(parquet.bytes()).as("bytes of bodies that DuckDB sums").isEqualTo(sent.jsonBytes());
        ChaosReaders.Text text = ChaosReaders.wc(copies);
        assertThat(text.lines()).as("lines that wc counts").isEqualTo(sent.text());
        assertThat(text.distinct()).as("lines that sort -u leaves").isEqualTo(sent.text());
        return String.format(
                "Chaos: %.1f minutes, %s, %d times a topic made anew; %d JSON records (%d MB) and %d lines sent; DuckDB: %d rows,"
                        + " %d numbers, %d MB; wc: %d lines, %d after sort -u; %d files; audit clean",
                minutes,
                happened,
                reborn.births(),
                sent.json(),
                sent.jsonBytes() >> 20,
                sent.text(),
                parquet.rows(),
                parquet.distinct(),
                parquet.bytes() >> 20,
                text.lines(),
                text.distinct(),
                files.size());
    }
}
