package io.millrace.sink.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.kafka.TopicSetup;
import io.millrace.runtime.kafka.TopicSpec;
import io.millrace.stack.EmbeddedHdfs;
import io.millrace.stack.EmbeddedKafka;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import picocli.CommandLine;

/** A broker, a NameNode and DataNodes for one test class, and what tests do with them. */
final class TestStack implements AutoCloseable {
    final EmbeddedHdfs hdfs;
    final EmbeddedKafka kafka;

    /** Names that tests took. */
    private final Set<String> topics = new HashSet<>();

    TestStack(Path folder, int dataNodes) {
        hdfs = new EmbeddedHdfs(
                folder.resolve("hdfs"),
                0,
                0,
                dataNodes,
                Map.of("dfs.namenode.audit.loggers", NameNodeCalls.class.getName()));
        kafka = new EmbeddedKafka(
                folder.resolve("kafka"),
                0,
                Map.of("group.min.session.timeout.ms", "500", "log.flush.interval.ms", "1000"));
        hdfs.start();
        kafka.start();
    }

    /**
     * Makes a topic as the services do: once it is there, all of its partitions take records. A name serves one test:
     * two that share a topic would wait for each other's partitions and records.
     */
    void createTopic(String name, int partitions) throws InterruptedException {
        assertThat(topics.add(name)).as("topic %s is another test's", name).isTrue();
        createTopicAgain(name, partitions);
    }

    /** The same for a topic that this test deleted. */
    void createTopicAgain(String name, int partitions) throws InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            new TopicSetup(admin).ensure(new TopicSpec(name, partitions, 1, 1, Map.of()));
        }
    }

    /** Waits until the topic has so many partitions that take records. */
    void awaitPartitions(String name, int partitions) {
        org.awaitility.Awaitility.await()
                .atMost(Sinks.PATIENCE)
                .ignoreExceptions()
                .until(() -> {
                    try (KafkaProducer<String, String> producer = producer()) {
                        return producer.partitionsFor(name).size() == partitions;
                    }
                });
    }

    KafkaProducer<String, String> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all", "linger.ms", 5),
                new StringSerializer(),
                new StringSerializer());
    }

    /** Produces {@code topic:number} to the partitions in turn; throws at the first record that Kafka does not take. */
    void produce(String topic, int partitions, int from, int count) throws ExecutionException, InterruptedException {
        try (KafkaProducer<String, String> producer = producer()) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int i = from; i < from + count; i++) {
                Future<RecordMetadata> one =
                        producer.send(new ProducerRecord<>(topic, i % partitions, null, topic + ":" + i));
                if (one.isDone()) {
                    // Each record for a partition that is not there takes a minute to say so.
                    one.get();
                }
                sent.add(one);
            }
            producer.flush();
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
        }
    }

    /** The arguments that lead to this stack. */
    List<String> arguments(String... more) {
        List<String> arguments = new ArrayList<>(List.of(more));
        arguments.add("--bootstrap-servers=" + kafka.bootstrapServers());
        arguments.add("-Dfs.defaultFS=" + hdfs.uri());
        arguments.add("-Ddfs.replication=1");
        return arguments;
    }

    /** Paths of the visible files below the folder. */
    List<String> files(String folder) throws IOException {
        try (FileSystem client = hdfs.newClient()) {
            return visible(client, folder).stream()
                    .map(org.apache.hadoop.fs.Path::toString)
                    .toList();
        }
    }

    private static List<org.apache.hadoop.fs.Path> visible(FileSystem client, String folder) throws IOException {
        List<org.apache.hadoop.fs.Path> paths = new ArrayList<>();
        RemoteIterator<LocatedFileStatus> all = client.listFiles(new org.apache.hadoop.fs.Path(folder), true);
        while (all.hasNext()) {
            org.apache.hadoop.fs.Path path = all.next().getPath();
            if (!path.toString().contains("/_")) {
                paths.add(path);
            }
        }
        return paths;
    }

    /** All lines of the visible files below the folder. */
    List<String> lines(String folder) throws IOException {
        List<String> lines = new ArrayList<>();
        try (FileSystem client = hdfs.newClient()) {
            for (org.apache.hadoop.fs.Path path : visible(client, folder)) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                try (InputStream in = client.open(path)) {
                    in.transferTo(bytes);
                }
                bytes.toString(StandardCharsets.UTF_8).lines().forEach(lines::add);
            }
        }
        return lines;
    }

    /** The numbers behind the colons of all lines, ascending. */
    List<Integer> numbers(String folder) throws IOException {
        return lines(folder).stream()
                .map(line -> Integer.parseInt(line.substring(line.indexOf(':') + 1)))
                .sorted()
                .toList();
    }

    /** Runs a command in this process; returns its status and what it printed. */
    static Ran run(CommandLine commandLine, List<String> arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int status = io.millrace.runtime.cli.ServiceMain.execute(commandLine, arguments.toArray(String[]::new));
        return new Ran(status, out.toString(), err.toString());
    }

    /** How a command ended. */
    record Ran(int status, String out, String err) {}

    /** Starts the sink as a process of its own, with the classes of this test run. */
    static Process startProcess(Path log, List<String> jvmOptions, List<String> arguments) {
        return startProcess("io.millrace.sink.cli.SinkMain", log, jvmOptions, arguments);
    }

    /** As {@link #startProcess(Path, List, List)}, with a main class of the tests' own. */
    static Process startProcess(String main, Path log, List<String> jvmOptions, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx192m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-DTEST_LOG_LEVEL=INFO"));
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        command.addAll(arguments);
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            kafka.close();
        } finally {
            hdfs.close();
        }
    }
}
