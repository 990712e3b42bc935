package io.millrace.launcher.preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.launcher.process.SampleService;
import io.millrace.launcher.servers.Home;
import io.millrace.launcher.servers.StackAddresses;
import io.millrace.launcher.servers.StackFiles;
import io.millrace.launcher.view.Flow;
import io.millrace.runtime.cli.ServiceException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@link SampleService} in place of every service; how far receivers have come is what the test says. */
class PresetServicesTest {
    @TempDir
    Path folder;

    private final Map<String, Long> lags = new HashMap<>();
    private final Map<String, Long> ends = new HashMap<>();
    private StackFiles files;

    @BeforeEach
    void jars() throws IOException {
        for (String module : List.of("producer-service", "consumer-service", "hdfs-sink-service")) {
            SampleService.jar(folder.resolve("mill race")
                    .resolve(module)
                    .resolve("target")
                    .resolve(module + ".jar"));
        }
        files = new StackFiles(folder.resolve("data"));
        Files.createDirectories(files.logs());
    }

    @Test
    void processesFindTheServersAndWhatThePresetSaysWins() throws Exception {
        try (PresetServices services = started("producer.COMMAND=iot\nproducer.JDBC_USER=mine\n")) {
            awaitSaid("producer", "waiting");
            assertThat(log("producer")).contains("KAFKA_BOOTSTRAP_SERVERS=127.0.0.1:1\n", "JDBC_USER=mine\n");
            services.requireHealthy();
            assertThat(services.sourcesDone()).isFalse();
            services.stopSources();
            assertThat(services.sourcesDone()).isTrue();
        }
    }

    @Test
    void whatAPresetSaysIsMeantForItsProcessWhichRefusesWhatItDoesNotKnow() throws Exception {
        try (PresetServices services =
                started("producer.COMMAND=iot\nproducer.TOPICK=x\nproducer.IOT_NUM_DEVICES=2\n")) {
            awaitSaid("producer", "waiting");
            services.requireHealthy();
            assertThat(log("producer")).contains("MILLRACE_MEANT_VARIABLES=IOT_NUM_DEVICES,TOPICK\n");
        }
    }

    @Test
    void aTableIsReadToItsEndAfterTheSourceThatFillsItHasStopped() throws Exception {
        try (PresetServices services = started("producer-weather.COMMAND=weather\nproducer-jdbc.COMMAND=jdbc\n")) {
            awaitSaid("producer-weather", "waiting");
            awaitSaid("producer-jdbc", "waiting");
            services.stopSources();
            assertThat(log("producer-jdbc")).contains("JDBC_UNTIL_END=true");
            assertThat(log("producer-weather")).doesNotContain("UNTIL_END");
        }
    }

    @Test
    void aSinkThatIsBehindStoresTheRestAndOneThatIsNotDoesNot() throws Exception {
        lags.put("behind", 7L);
        try (PresetServices services = started(receiver("sink-behind", "behind") + receiver("sink-done", "done"))) {
            awaitSaid("sink-behind", "waiting");
            awaitSaid("sink-done", "waiting");
            services.stopReceivers(lines -> {});
            assertThat(log("sink-behind")).contains("SINK_UNTIL_END=true");
            assertThat(log("sink-done")).doesNotContain("UNTIL_END");
        }
    }

    @Test
    void alertsAreWaitedForUntilTheyHaveSeenAll() throws Exception {
        lags.put("alerts", 3L);
        List<List<String>> shown = new ArrayList<>();
        try (PresetServices services = started(receiver("consumer", "alerts"))) {
            awaitSaid("consumer", "waiting");
            services.stopReceivers(lines -> {
                shown.add(lines);
                lags.put("alerts", 3L - shown.size());
            });
        }
        assertThat(shown)
                .containsExactly(
                        List.of("consumer  97 of 100 records"),
                        List.of("consumer  98 of 100 records"),
                        List.of("consumer  99 of 100 records"));
    }

    @Test
    void aReceiverThatEndsIsAFailureAndSoIsASourceThatFails() throws Exception {
        try (PresetServices services = started(receiver("sink", "g").replace("COMMAND=run", "COMMAND=0"))) {
            await().atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> assertThatThrownBy(services::requireHealthy)
                            .isInstanceOf(ServiceException.class)
                            .hasMessageContaining("sink ended with status 0, must run until it is stopped"));
        }
        try (PresetServices services = started("producer.COMMAND=3\n")) {
            await().atMost(Duration.ofMinutes(2)).until(services::sourcesDone);
            assertThatThrownBy(services::requireHealthy)
                    .hasMessageContaining("producer ended with status 3, must be 0");
        }
    }

    @Test
    void allIsStoredWhenEveryReceiverHasSomethingAndHasStoredIt() throws Exception {
        lags.put("b", 5L);
        try (PresetServices services = started(receiver("sink-a", "a") + receiver("sink-b", "b"))) {
            Standing before = services.look();
            assertThat(before.allStored()).isFalse();
            assertThat(before.of("sink-b").lag()).isEqualTo(5);
            lags.put("b", 0L);
            assertThat(services.look().allStored()).isTrue();
            assertThat(services.look().moved()).isEqualTo(before.moved() + 5);
            ends.put("a", 0L);
            assertThat(services.look().allStored()).isFalse();
            assertThatThrownBy(() -> services.look().of("sink-c"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("no receiver 'sink-c'");
        }
    }

    @Test
    void oneSourceCanBeStoppedBeforeTheOthers() throws Exception {
        try (PresetServices services = started("producer-a.COMMAND=tail\nproducer-b.COMMAND=iot\n")) {
            awaitSaid("producer-a", "waiting");
            awaitSaid("producer-b", "waiting");
            services.requestStop("producer-a");
            services.requestStop("producer-none");
            await().atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> assertThatThrownBy(services::requireHealthy)
                            .hasMessageContaining("producer-a ended with status 143, must be 0"));
            assertThat(services.sourcesDone()).isFalse();
        }
    }

    @Test
    void theFolderOfAllDataIsPutInWhereThePresetNamesIt() throws Exception {
        try (PresetServices services = started("producer.COMMAND=tail\nproducer.JDBC_USER=${DATA}/x\n")) {
            awaitSaid("producer", "waiting");
            services.requireHealthy();
            assertThat(log("producer")).contains("JDBC_USER=" + files.folder() + "/x\n");
        }
    }

    private static String receiver(String name, String group) {
        return name + ".COMMAND=run\n" + name + ".KAFKA_TOPIC_NAME=t\n" + name + ".KAFKA_CONSUMER_GROUP_ID=" + group
                + "\n";
    }

    private PresetServices started(String preset) throws IOException {
        Path file = Files.writeString(folder.resolve("p.properties"), preset);
        StackAddresses servers = new StackAddresses(
                "127.0.0.1:1",
                URI.create("hdfs://127.0.0.1:2"),
                URI.create("http://127.0.0.1:4/"),
                "jdbc:h2:mem:none",
                "millrace",
                folder.resolve("password").toString(),
                files.conf().toString(),
                null);
        PresetServices services = new PresetServices(
                new Home(folder.resolve("mill race")), files, servers, new Flows((group, topic, counting) -> {
                    long lag = lags.getOrDefault(group, 0L);
                    return new Flow(ends.getOrDefault(group, 100L), lag, 100, 100 - lag, true);
                }));
        services.start(Preset.read(folder, file.toString(), name -> null));
        return services;
    }

    private void awaitSaid(String process, String text) {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> Files.exists(files.logs().resolve(process + ".log"))
                        && log(process).contains(text));
    }

    private String log(String process) throws IOException {
        return Files.readString(files.logs().resolve(process + ".log"));
    }
}
