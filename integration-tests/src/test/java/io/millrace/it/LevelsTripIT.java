package io.millrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.launcher.process.HadoopJob;
import io.millrace.launcher.process.ServiceProcess;
import io.millrace.launcher.servers.Home;
import io.millrace.launcher.servers.StackFiles;
import io.millrace.launcher.servers.Stacks;
import io.millrace.launcher.view.HdfsView;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.stack.EmbeddedStack;
import io.millrace.stack.StackSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real logs through the producer, Kafka and the sink into HDFS, and their levels counted there. */
class LevelsTripIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    @Test
    void realLogsKeepTheirLevelsOnTheWayIntoTextAndParquetFiles() throws Exception {
        List<Path> logs = new ArrayList<>();
        Map<String, Long> expected = new TreeMap<>();
        for (String set : List.of("HDFS", "Hadoop", "Zookeeper", "Apache")) {
            logs.add(Checkout.sharedData("logs/" + set + "/" + set + "_2k.log"));
            count(Checkout.sharedData("logs/" + set + "/levels.json"), expected);
        }
        Home home = new Home(Checkout.root());
        try (EmbeddedStack stack = Stacks.start(StackSettings.in(folder));
                HdfsView hdfs = new HdfsView(stack.hdfs().newClient())) {
            produce(home, stack, logs);
            store(home, stack);
            for (String format : List.of("text", "parquet")) {
                new HadoopJob(home, new StackFiles(folder))
                        .run(
                                "mapreduce-job",
                                List.of("levels", "--no-fold", "/logs/" + format, "/levels/" + format),
                                Map.of(),
                                "levels-" + format,
                                new ShutdownSignal());
                assertThat(hdfs.counts("/levels/" + format)).as(format).isEqualTo(expected);
            }
        }
    }

    private void produce(Home home, EmbeddedStack stack, List<Path> logs) throws InterruptedException {
        List<String> arguments =
                new ArrayList<>(List.of("tail", "--topic=logs_machine", "--partitions=3", "--until-end", "--input"));
        logs.forEach(log -> arguments.add(log.toString()));
        try (ServiceProcess tail = start("tail", home.jar("producer-service"), stack, arguments)) {
            tail.awaitSuccess(PATIENCE);
        }
    }

    private void store(Home home, EmbeddedStack stack) throws InterruptedException {
        Path sink = home.jar("hdfs-sink-service");
        try (ServiceProcess text = start("sink-text", sink, stack, sinkInto("text", "gzip"));
                ServiceProcess parquet = start("sink-parquet", sink, stack, sinkInto("parquet", "zstd"))) {
            text.awaitSuccess(PATIENCE);
            parquet.awaitSuccess(PATIENCE);
        }
    }

    private static List<String> sinkInto(String format, String compression) {
        return List.of(
                "run",
                "--until-end",
                "--topics=logs_machine",
                "--group=sink-" + format,
                "--root=/logs/" + format,
                "--value-format=text",
                "--file-format=" + format,
                "--compression=" + compression);
    }

    private ServiceProcess start(String name, Path jar, EmbeddedStack stack, List<String> arguments) {
        Map<String, String> environment = Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", stack.kafka().bootstrapServers(),
                "HADOOP_CONF_DIR", new StackFiles(folder).conf().toString());
        return ServiceProcess.start(name, new StackFiles(folder).logs(), 192, environment, jar, arguments);
    }

    private static void count(Path levels, Map<String, Long> into) throws IOException {
        JsonNode counts = new ObjectMapper().readTree(levels.toFile()).path("levels");
        counts.properties()
                .forEach(level -> into.merge(level.getKey(), level.getValue().asLong(), Long::sum));
    }
}
