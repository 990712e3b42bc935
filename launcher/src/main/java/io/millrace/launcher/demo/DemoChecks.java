package io.millrace.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares what the services say with what stands in Kafka, HDFS and the database. Used once. */
final class DemoChecks {
    private final DemoPlan plan;
    private final Findings findings;
    private final Map<String, JsonNode> reports;
    private final List<Check> checks = new ArrayList<>();
    private final List<DemoResult.Topic> topics = new ArrayList<>();

    DemoChecks(DemoPlan plan, Findings findings, Map<String, JsonNode> reports) {
        this.plan = plan;
        this.findings = findings;
        this.reports = reports;
    }

    DemoResult run() throws IOException, InterruptedException {
        long lines = logs();
        readings();
        DemoResult.Alerts alerts = alerts();
        checks.add(new Check("records in the dead-letter topic", 0, records(plan.deadLetterTopic())));
        return new DemoResult(
                topics,
                alerts,
                new DemoResult.Levels(plan.countsFolder(), lines, findings.levels()),
                findings.files(),
                checks);
    }

    /** Every line, by its bytes: as often in HDFS as in Kafka, and as often in Kafka as in the files that were given. */
    private long logs() throws IOException, InterruptedException {
        Hashes produced = new Hashes();
        findings.records(plan.logsTopic(), record -> produced.add(record.value()));
        Hashes stored = new Hashes();
        findings.storedLines(stored::add);
        add(
                new DemoResult.Topic(
                        plan.logsTopic(),
                        "lines",
                        produced.total(),
                        stored.total(),
                        produced.missingFrom(stored),
                        stored.missingFrom(produced)),
                reported(DemoPlan.LOGS, plan.logsTopic()));
        if (!plan.inputs().isEmpty()) {
            Hashes given = new Hashes();
            for (Path input : plan.inputs()) {
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
        findings.records(
                plan.readingsTopic(),
                record -> missing.computeIfAbsent(record.partition(), p -> new HashSet<>())
                        .add(record.offset()));
        long produced = missing.values().stream().mapToLong(Set::size).sum();
        long[] stored = new long[1];
        long[] duplicated = new long[1];
        findings.storedReadings(place -> {
            stored[0]++;
            Set<Long> offsets = missing.get(place.partition());
            if (offsets == null || !offsets.remove(place.offset())) {
                duplicated[0]++;
            }
        });
        long lost = missing.values().stream().mapToLong(Set::size).sum();
        add(
                new DemoResult.Topic(plan.readingsTopic(), "readings", produced, stored[0], lost, duplicated[0]),
                reported(DemoPlan.READINGS, plan.readingsTopic()));
        checks.add(new Check("readings in Kafka", plan.readings(), produced));
    }

    private void add(DemoResult.Topic topic, long reported) {
        topics.add(topic);
        checks.add(new Check(topic.name() + ": records in Kafka", reported, topic.produced()));
        checks.add(new Check(topic.name() + ": records stored", topic.produced(), topic.stored()));
        checks.add(new Check(topic.name() + ": records lost", 0, topic.lost()));
        checks.add(new Check(topic.name() + ": records duplicated", 0, topic.duplicated()));
    }

    private DemoResult.Alerts alerts() throws InterruptedException {
        long raised = reports.get(DemoPlan.ALERTS).path("alerts_raised").asLong(-1);
        long published = records(plan.alertsTopic());
        List<DemoResult.Rule> rules = findings.alerts();
        long inDatabase = rules.stream().mapToLong(DemoResult.Rule::alerts).sum();
        checks.add(new Check("alerts in the database", raised, inDatabase));
        checks.add(new Check("alerts in topic " + plan.alertsTopic(), raised, published));
        return new DemoResult.Alerts(plan.alertsTopic(), raised, inDatabase, published, rules);
    }

    private long records(String topic) throws InterruptedException {
        long[] count = new long[1];
        findings.records(topic, record -> count[0]++);
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
