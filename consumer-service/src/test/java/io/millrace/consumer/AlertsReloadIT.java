package io.millrace.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rules that change while the service works. */
class AlertsReloadIT extends AlertsScenario {

    /**
     * Every reading is an alert of one rule or the other, so a reading that was lost or judged twice over a change of rules
     * shows. In a process of its own, because the signal goes to a process.
     */
    @Test
    @Tag("thorough")
    void rulesThatChangeUnderLoadLoseNoReadingAndBadOnesChangeNothing() throws Exception {
        cluster.makeTopic("reload", 2);
        Path rules = folder.resolve("reload.yaml");
        Path log = folder.resolve("reload.log");
        Files.writeString(rules, rule("first", 0));
        AtomicBoolean enough = new AtomicBoolean();
        AtomicInteger sent = new AtomicInteger();
        CompletableFuture<Void> load = CompletableFuture.runAsync(() -> {
            while (!enough.get()) {
                int number = sent.getAndIncrement();
                cluster.send("reload", number % 2, "d", reading("d", 35, number % 3600));
                LockSupport.parkNanos(1_000_000);
            }
            cluster.producer().flush();
        });
        List<String> arguments = new ArrayList<>(List.of("alerts", "--topics=reload", "--rules=" + rules));
        arguments.addAll(List.of(names("reload")));
        arguments.addAll(List.of(RunningService.servers(cluster)));
        try (ServiceProcess service = ServiceProcess.start(log, arguments)) {
            await().atMost(SOON).until(() -> rulesOf("reload").equals(Set.of("first")));

            // The same file again: only the signal can be the reason to load it.
            service.signal("HUP");
            await().atMost(SOON).until(() -> lines(log, "Rules loaded again") == 1);

            replace(rules, rule("second", 0));
            service.signal("HUP");
            await().atMost(SOON).until(() -> rulesOf("reload").equals(Set.of("first", "second")));

            replace(rules, "rules:\n  - name: broken\n    condition: reading.valu > 1.0\n");
            await().atMost(SOON).until(() -> lines(log, "the old ones stay in force") == 1);
            assertThat(Files.readString(log)).contains("reload.yaml:3:24: 'condition': unknown field 'reading.valu'");
            long before = alertsOf("reload");
            await().atMost(SOON).until(() -> alertsOf("reload") > before);
            assertThat(rulesOf("reload")).isEqualTo(Set.of("first", "second"));

            // Without a signal: the change itself is noticed.
            replace(rules, rule("third", 0));
            await().atMost(SOON).until(() -> rulesOf("reload").equals(Set.of("first", "second", "third")));

            enough.set(true);
            load.get(60, TimeUnit.SECONDS);
            awaitCommitted("reload", "reload", sent.get());
            assertThat(service.stop()).isZero();
        } finally {
            enough.set(true);
        }
        assertThat(alertsOf("reload")).isEqualTo(sent.get());
        assertThat(column("SELECT COUNT(*) FROM (SELECT DISTINCT partition_id, record_offset FROM alerts"
                        + " WHERE consumer_group = 'reload') AS places"))
                .containsExactly(Integer.toString(sent.get()));
        // Rules change between two readings, not back and forth.
        for (int partition = 0; partition < 2; partition++) {
            List<String> inOrder = column("SELECT rule FROM alerts WHERE consumer_group = 'reload' AND partition_id = "
                    + partition + " ORDER BY record_offset");
            assertThat(inOrder).isSortedAccordingTo(Comparator.naturalOrder());
        }
    }

    private static long lines(Path log, String text) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(text)).count();
        }
    }

    private static void replace(Path file, String text) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.writeString(next, text);
        Files.move(next, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    private static String rule(String name, int limit) {
        return "rules:\n  - name: " + name + "\n    condition: reading.value > " + limit + "\n";
    }

    private static Set<String> rulesOf(String group) throws SQLException {
        return column("SELECT DISTINCT rule FROM alerts WHERE consumer_group = '" + group + "'").stream()
                .collect(Collectors.toSet());
    }
}
