package io.millrace.sink.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** One root, one log, and options that are others in every run: the table in docs/sink.md. */
@ExtendWith(SharedStack.class)
@Tag("thorough")
class OptionsBetweenRunsIT {
    private static final int BATCH = 40;

    @TempDir
    private Path folder;

    private final TestStack stack;
    private final Sinks sinks;
    private final List<String> common = new ArrayList<>();
    private int produced;

    OptionsBetweenRunsIT(TestStack stack) {
        this.stack = stack;
        this.sinks = new Sinks(stack);
    }

    private void produce(String topic, int partitions) {
        try (KafkaProducer<String, String> producer = stack.producer()) {
            for (int i = 0; i < BATCH; i++, produced++) {
                producer.send(new ProducerRecord<>(topic, i % partitions, null, "{\"n\":" + produced + "}"));
            }
        }
    }

    /** Stores what is new with these options on top of those that every run has, and proves that all is stored once. */
    private JsonNode run(String... options) throws Exception {
        List<String> more = new ArrayList<>(common);
        more.addAll(List.of(options));
        TestStack.Ran ran = Sinks.command(sinks.run("options-change", more.toArray(String[]::new)));
        assertThat(ran.status()).as(ran.err()).isZero();
        JsonNode audit = sinks.auditOf("/options-change", "options-change");
        assertThat(audit.get("clean").booleanValue()).as(audit.toPrettyString()).isTrue();
        assertThat(audit.get("records").intValue()).isEqualTo(produced);
        return audit;
    }

    @Test
    void everyRunGoesOnWhereTheLastOneEndedWhateverItsOptionsAre() throws Exception {
        String topic = "options-change";
        stack.createTopic(topic, 2);
        Path schema = Files.writeString(
                folder.resolve("n.avsc"),
                "{\"type\":\"record\",\"name\":\"N\",\"fields\":[{\"name\":\"n\",\"type\":\"long\"}]}");
        common.addAll(List.of("--until-end", "--value-format=json", "--file-format=jsonl"));
        produce(topic, 2);
        run();
        // Format and compression.
        produce(topic, 2);
        run("--file-format=parquet", "--compression=snappy", "--schema=" + schema);
        produce(topic, 2);
        run("--compression=gzip");
        // Layout and names.
        produce(topic, 2);
        run("--layout=dt={yyyy-MM-dd}");
        produce(topic, 2);
        run("--file-name=p{partition}-file-{n}");
        produce(topic, 2);
        run("--layout=p={partition}", "--file-name={sequence}");
        // Group, way of assignment, threads.
        produce(topic, 2);
        run("--group=another-group");
        produce(topic, 2);
        run("--only-partitions=0,1", "--threads=2");
        produce(topic, 2);
        run("--group-protocol=consumer");
        // Rolling.
        produce(topic, 2);
        run("--roll-records=3");
        // Partitions added.
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.kafka.bootstrapServers()))) {
            admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(3)))
                    .all()
                    .get();
        }
        stack.awaitPartitions(topic, 3);
        produce(topic, 3);
        JsonNode audit = run();
        assertThat(audit.get("partitions")).hasSize(3);
        // Another topic beside it, and without it again.
        stack.createTopic("options-second", 1);
        try (KafkaProducer<String, String> producer = stack.producer()) {
            producer.send(new ProducerRecord<>("options-second", "{\"n\":" + produced++ + "}"));
        }
        produce(topic, 3);
        run("--topics=options-change,options-second");
        produce(topic, 3);
        run();
        assertThat(stack.files("/options-change"))
                .anyMatch(name -> name.contains("/p=1/"))
                .anyMatch(name -> name.contains("/dt="))
                .anyMatch(name -> name.endsWith(".snappy.parquet"))
                .anyMatch(name -> name.endsWith(".jsonl.gz"))
                .anyMatch(name -> name.contains("/p1-file-"));
    }
}
