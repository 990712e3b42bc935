package io.millrace.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.launcher.parts.HdfsView;
import io.millrace.launcher.parts.KafkaView;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.stack.EmbeddedDatabase;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds what the services say against what stands in Kafka, HDFS and the database. Used once. */
final class DemoChecks {
    private final DemoSettings settings;
    private final KafkaView kafka;
    private final HdfsView hdfs;
    private final EmbeddedDatabase database;
    private final Map<String, JsonNode> reports;
    private final List<Check> checks = new ArrayList<>();
    private final List<DemoResult.Topic> topics = new ArrayList<>();

    DemoChecks(
            DemoSettings settings,
            KafkaView kafka,
            HdfsView hdfs,
            EmbeddedDatabase database,
            Map<String, JsonNode> reports) {
        this.settings = settings;
        this.kafka = kafka;
        this.hdfs = hdfs;
        this.database = database;
        this.reports = reports;
    }

    DemoResult run() throws IOException, InterruptedException {
        long lines = logs();
        readings();
        DemoResult.Alerts alerts = alerts();
        Map<String, Long> levels = hdfs.counts(DemoSettings.COUNTS_FOLDER);
        checks.add(new Check("records in the dead-letter topic", 0, records(DemoSettings.DEAD_LETTERS_TOPIC)));
        List<DemoResult.StoredFile> files = new ArrayList<>();
        for (String folder :
                List.of(DemoSettings.LOGS_FOLDER, DemoSettings.READINGS_FOLDER, DemoSettings.COUNTS_FOLDER)) {
            hdfs.files(folder)
                    .forEach(file -> files.add(
                            new DemoResult.StoredFile(file.getPath().toUri().getPath(), file.getLen())));
        }
        return new DemoResult(topics, alerts, levels, lines, files, checks);
    }

    /** Every line, by its bytes: as often in HDFS as in Kafka, and as often in Kafka as in the files that were given. */
    private long logs() throws IOException, InterruptedException {
        Hashes produced = new Hashes();
        kafka.read(DemoSettings.LOGS_TOPIC, record -> produced.add(record.value()));
        Hashes stored = new Hashes();
        hdfs.lines(DemoSettings.LOGS_FOLDER, stored::add);
        add(
                DemoSettings.LOGS_TOPIC,
                "lines",
                produced.total(),
                stored.total(),
                produced.missingFrom(stored),
                stored.missingFrom(produced),
                reported("tail", DemoSettings.LOGS_TOPIC));
        if (!settings.inputs().isEmpty()) {
            Hashes given = new Hashes();
            for (Path input : settings.inputs()) {
                readLines(input, given);
            }
            checks.add(new Check("lines of the input files that are not in HDFS", 0, given.missingFrom(stored)));
            checks.add(new Check("lines in HDFS that are not in the input files", 0, stored.missingFrom(given)));
        }
        return stored.total();
    }

    /** Every reading, by its place in Kafka, which its row in HDFS names. */
    private void readings() throws IOException, InterruptedException {
        Map<Integer, Set<Long>> missing = new HashMap<>();
        kafka.read(
                DemoSettings.READINGS_TOPIC,
                record -> missing.computeIfAbsent(record.partition(), p -> new HashSet<>())
                        .add(record.offset()));
        long produced = missing.values().stream().mapToLong(Set::size).sum();
        long[] stored = new long[1];
        long[] duplicated = new long[1];
        hdfs.rows(DemoSettings.READINGS_FOLDER, row -> {
            stored[0]++;
            Set<Long> offsets = missing.get(row.getInteger("kafka_partition", 0));
            if (offsets == null || !offsets.remove(row.getLong("kafka_offset", 0))) {
                duplicated[0]++;
            }
        });
        long lost = missing.values().stream().mapToLong(Set::size).sum();
        add(
                DemoSettings.READINGS_TOPIC,
                "readings",
                produced,
                stored[0],
                lost,
                duplicated[0],
                reported("iot", DemoSettings.READINGS_TOPIC));
        checks.add(new Check("readings in Kafka", settings.readings(), produced));
    }

    private void add(String topic, String unit, long produced, long stored, long lost, long duplicated, long reported) {
        topics.add(new DemoResult.Topic(topic, unit, produced, stored, lost, duplicated));
        checks.add(new Check(topic + ": records in Kafka", reported, produced));
        checks.add(new Check(topic + ": records stored", produced, stored));
        checks.add(new Check(topic + ": records lost", 0, lost));
        checks.add(new Check(topic + ": records duplicated", 0, duplicated));
    }

    private DemoResult.Alerts alerts() throws InterruptedException {
        long raised = reports.get("alerts").path("alerts_raised").asLong(-1);
        long published = records(DemoSettings.ALERTS_TOPIC);
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT rule, COUNT(*) FROM alerts GROUP BY rule ORDER BY rule")) {
            List<DemoResult.Rule> rules = new ArrayList<>();
            while (rows.next()) {
                rules.add(new DemoResult.Rule(rows.getString(1), rows.getLong(2)));
            }
            long inDatabase = rules.stream().mapToLong(DemoResult.Rule::alerts).sum();
            checks.add(new Check("alerts in the database", raised, inDatabase));
            checks.add(new Check("alerts in topic " + DemoSettings.ALERTS_TOPIC, raised, published));
            return new DemoResult.Alerts(raised, inDatabase, published, rules);
        } catch (SQLException e) {
            throw new ServiceException("the alerts cannot be read from the database: " + e.getMessage(), e);
        }
    }

    private long records(String topic) throws InterruptedException {
        long[] count = new long[1];
        kafka.read(topic, record -> count[0]++);
        return count[0];
    }

    private long reported(String service, String topic) {
        return reports.get(service).path("records").path(topic).asLong(-1);
    }

    /** Lines by the plainest rule: up to each line feed, without a carriage return before it; and what follows the last. */
    private static void readLines(Path file, Hashes lines) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            byte[] all = in.readAllBytes();
            int start = 0;
            for (int i = 0; i <= all.length; i++) {
                if (i == all.length ? start < i : all[i] == '\n') {
                    int end = i > start && all[i - 1] == '\r' && i < all.length ? i - 1 : i;
                    lines.add(java.util.Arrays.copyOfRange(all, start, end));
                    start = i + 1;
                }
            }
        }
    }
}
