package io.millrace.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Servers.class)
class TailIT {
    private static final String ID = "0123456789abcdef".repeat(4);
    private final TestBroker broker = Servers.broker();

    @TempDir
    Path folder;

    @Test
    void joinsTheLinesOfAContainerAcrossAKillAndKeepsStreamTimeAndLabels() throws Exception {
        Path real = Files.createDirectories(folder.resolve("var/log/pods/shop_web_8f/nginx"))
                .resolve("0.log");
        Path links = Files.createDirectories(folder.resolve("var/log/containers"));
        Files.createSymbolicLink(links.resolve("web_shop_nginx-" + ID + ".log"), real);
        Files.writeString(real, """
                2026-01-01T00:00:01.5Z stdout P half of
                2026-01-01T00:00:02.5Z stderr F an error
                """);
        List<String> command =
                List.of("tail", kafka(), "--topic=containers", "--partitions=1", links + "/*.log", "--metadata");
        Path log = folder.resolve("tail.out");
        KilledProcess.killWhen(() -> values("containers").contains("an error"), log, command);
        Files.writeString(real, "2026-01-01T00:00:03.5Z stdout F  a line\n", StandardOpenOption.APPEND);
        List<String> untilEnd = new ArrayList<>(command);
        untilEnd.add("--until-end");
        assertThat(RunningCommand.run(untilEnd.toArray(String[]::new))).isZero();

        assertThat(broker.values("containers")).containsExactly("an error", "half of a line");
        ConsumerRecord<byte[], byte[]> joined = broker.committed("containers").get(1);
        assertThat(header(joined, "container.stream")).isEqualTo("stdout");
        assertThat(header(joined, "container.time")).isEqualTo("2026-01-01T00:00:01.5Z");
        assertThat(header(joined, "kubernetes.pod")).isEqualTo("web");
        assertThat(header(joined, "kubernetes.namespace")).isEqualTo("shop");
        assertThat(header(joined, "kubernetes.container")).isEqualTo("nginx");
        assertThat(header(joined, "log.offset")).isEqualTo("0");
    }

    @Test
    void takesTheTimeOfAContainersLineForALogEvent() throws Exception {
        Path file = folder.resolve("json.log");
        Files.writeString(file, "{\"log\":\"hello\\n\",\"stream\":\"stdout\",\"time\":\"2026-01-01T00:00:01.5Z\"}\n");
        assertThat(RunningCommand.run(
                        "tail",
                        kafka(),
                        "--topic=container-json",
                        "--value-format=json",
                        "--container-format=docker",
                        "--until-end",
                        file.toString()))
                .isZero();
        assertThat(broker.values("container-json"))
                .singleElement()
                .asString()
                .contains("\"timestamp\":\"2026-01-01T00:00:01.5", "\"message\":\"hello\"");
    }

    @Test
    void sendsFilesOfOtherEncodingsAsUtf8() throws Exception {
        Path marked = folder.resolve("marked.log");
        Files.write(marked, "\uFEFFgrüße\r\nzwei\n".getBytes(StandardCharsets.UTF_16LE));
        Path latin = folder.resolve("latin.log");
        Files.write(latin, "grüße\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(RunningCommand.run("tail", kafka(), "--topic=marked", "--until-end", marked.toString()))
                .isZero();
        assertThat(RunningCommand.run(
                        "tail", kafka(), "--topic=latin", "--until-end", "--encoding=windows-1252", latin.toString()))
                .isZero();
        assertThat(broker.values("marked")).containsExactly("grüße", "zwei");
        assertThat(broker.values("latin")).containsExactly("grüße");
    }

    @Test
    void tellsWhatIsWrongWithEncodingsPatternsAndExcludes() throws Exception {
        RunningCommand tail =
                new RunningCommand("tail", "--encoding=EBCDIC", "--exclude=[a", "--ignore-older=-1", "--input", "-");
        assertThat(tail.status()).isEqualTo(2);
        assertThat(tail.errors())
                .contains(
                        "--encoding is 'EBCDIC', must be an encoding that Java knows",
                        "--exclude is '[a', must be patterns",
                        "--ignore-older is '-1', must be a length of time");
    }

    private List<String> values(String topic) {
        try {
            return broker.values(topic);
        } catch (RuntimeException e) {
            // Not made yet.
            return List.of();
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private String kafka() {
        return "--bootstrap-servers=" + broker.bootstrapServers();
    }
}
