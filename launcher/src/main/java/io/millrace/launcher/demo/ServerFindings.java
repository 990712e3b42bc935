package io.millrace.launcher.demo;

import io.millrace.launcher.view.DatabaseView;
import io.millrace.launcher.view.HdfsView;
import io.millrace.launcher.view.KafkaView;
import io.millrace.runtime.cli.ServiceException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Finds it on the servers themselves. Not thread-safe. */
final class ServerFindings implements Findings {
    private final DemoPlan plan;
    private final KafkaView kafka;
    private final HdfsView hdfs;
    private final DatabaseView.Source database;

    ServerFindings(DemoPlan plan, KafkaView kafka, HdfsView hdfs, DatabaseView.Source database) {
        this.plan = plan;
        this.kafka = kafka;
        this.hdfs = hdfs;
        this.database = database;
    }

    @Override
    public void records(String topic, Consumer<ConsumerRecord<byte[], byte[]>> reader) throws InterruptedException {
        // A service makes the topic of its dead letters with the first of them.
        if (kafka.exists(topic)) {
            kafka.read(topic, reader);
        }
    }

    @Override
    public void storedLines(Consumer<byte[]> reader) throws IOException {
        hdfs.lines(plan.logsFolder(), reader);
    }

    @Override
    public void storedReadings(Consumer<Place> reader) throws IOException {
        hdfs.rows(
                plan.readingsFolder(),
                row -> reader.accept(new Place(row.getInteger("kafka_partition", 0), row.getLong("kafka_offset", 0))));
    }

    @Override
    public Map<String, Long> levels() throws IOException {
        return hdfs.counts(plan.countsFolder());
    }

    @Override
    public List<DemoResult.Rule> alerts() {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT rule, COUNT(*) FROM alerts GROUP BY rule ORDER BY rule")) {
            List<DemoResult.Rule> rules = new ArrayList<>();
            while (rows.next()) {
                rules.add(new DemoResult.Rule(rows.getString(1), rows.getLong(2)));
            }
            return rules;
        } catch (SQLException e) {
            throw new ServiceException("the alerts cannot be read from the database: " + e.getMessage(), e);
        }
    }

    @Override
    public List<DemoResult.StoredFile> files() throws IOException {
        List<DemoResult.StoredFile> files = new ArrayList<>();
        for (String folder : List.of(plan.logsFolder(), plan.readingsFolder(), plan.countsFolder())) {
            hdfs.files(folder)
                    .forEach(file -> files.add(
                            new DemoResult.StoredFile(file.getPath().toUri().getPath(), file.getLen())));
        }
        return files;
    }
}
