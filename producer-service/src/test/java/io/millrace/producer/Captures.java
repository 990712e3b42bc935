package io.millrace.producer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Commands {@code cdc} and what they brought. */
final class Captures {
    private final TestBroker broker;

    Captures(TestBroker broker) {
        this.broker = broker;
    }

    /** Starts one, whose name is the table's. */
    RunningCommand start(TestDatabase database, String table, String... more) {
        return new RunningCommand(arguments(database, table, more));
    }

    /** As {@link #start}, as another user, who has the same password. */
    RunningCommand startAs(String user, TestDatabase database, String table) {
        String[] arguments = arguments(database, table);
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].startsWith("--jdbc-user=")) {
                arguments[i] = "--jdbc-user=" + user;
            }
        }
        return new RunningCommand(arguments);
    }

    /** As {@link #start}, with another URL. */
    RunningCommand startAt(String url, TestDatabase database, String table) {
        String[] arguments = arguments(database, table);
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].startsWith("--jdbc-url=")) {
                arguments[i] = "--jdbc-url=" + url;
            }
        }
        return new RunningCommand(arguments);
    }

    /** The arguments of one, whose name is the table's. */
    String[] arguments(TestDatabase database, String table, String... more) {
        List<String> all = new ArrayList<>(List.of(
                "cdc",
                "--bootstrap-servers=" + broker.bootstrapServers(),
                "--table=" + table,
                "--name=" + table,
                "--partitions=1"));
        all.addAll(List.of(more));
        return database.arguments(all.toArray(String[]::new));
    }

    /** Keys and values that are committed, with a blank between; none if the topic is missing. */
    List<String> records(String topic) {
        try {
            List<String> records = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : broker.committed(topic)) {
                records.add(text(record.key()) + " " + text(record.value()));
            }
            return records;
        } catch (RuntimeException e) {
            // Not made yet.
            return List.of();
        }
    }

    /** The place that was saved last; null for none. */
    String place(String name) {
        return broker.committed("millrace-positions").stream()
                .filter(record ->
                        text(record.key()).contains(name) && text(record.key()).endsWith("changes"))
                .map(record -> text(record.value()))
                .reduce((earlier, later) -> later)
                .orElse(null);
    }

    /** What was saved of how the tables looked, each record as it is now. */
    Collection<String> history(String name) {
        Map<String, String> records = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : broker.committed("millrace-positions")) {
            if (text(record.key()).contains(name) && text(record.key()).contains("history/")) {
                records.put(text(record.key()), text(record.value()));
            }
        }
        return records.values();
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "null" : new String(bytes, StandardCharsets.UTF_8);
    }
}
