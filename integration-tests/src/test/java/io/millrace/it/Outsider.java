package io.millrace.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;

/**
 * Looks at the servers with their own clients and at nothing of ours. It finds them as a user does: by the addresses in
 * {@code stack.json} of the data folder.
 */
final class Outsider implements AutoCloseable {
    private final String kafka;
    private final FileSystem hdfs;
    private final String jdbcUrl;
    private final String jdbcUser;
    private final java.nio.file.Path jdbcPassword;

    Outsider(java.nio.file.Path data) throws IOException {
        JsonNode addresses =
                new ObjectMapper().readTree(data.resolve("stack.json").toFile());
        kafka = addresses.path("kafka").asText();
        hdfs = FileSystem.newInstance(URI.create(addresses.path("hdfs").asText()), new Configuration());
        jdbcUrl = addresses.path("database").asText();
        jdbcUser = addresses.path("database_user").asText();
        jdbcPassword =
                java.nio.file.Path.of(addresses.path("database_password_file").asText());
    }

    /** Everything committed in the topic, by partition and offset. */
    List<ConsumerRecord<String, String>> records(String topic) {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka, "isolation.level", "read_committed");
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    /** Values of {@link #records}. */
    List<String> values(String topic) {
        return records(topic).stream().map(ConsumerRecord::value).toList();
    }

    /** Partitions, copies of each, and how many of them must confirm a write. */
    List<Integer> shape(String topic) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            TopicDescription description =
                    admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
            ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
            String minInsync = admin.describeConfigs(List.of(resource))
                    .all()
                    .get()
                    .get(resource)
                    .get("min.insync.replicas")
                    .value();
            return List.of(
                    description.partitions().size(),
                    description.partitions().get(0).replicas().size(),
                    Integer.valueOf(minInsync));
        }
    }

    /** Names of the files in a folder, as {@code hdfs dfs -ls} shows them; empty if there is no such folder. */
    List<String> files(String folder) throws IOException {
        if (!hdfs.exists(new Path(folder))) {
            return List.of();
        }
        return Arrays.stream(hdfs.listStatus(new Path(folder)))
                .map(FileStatus::getPath)
                .map(Path::getName)
                // Where readers do not look: MapReduce, Hive and Spark pass over it.
                .filter(name -> !name.startsWith("_"))
                .toList();
    }

    String text(String file) throws IOException {
        try (InputStream in = hdfs.open(new Path(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Rows of a Parquet file as Parquet's own reader gives them. */
    List<Group> rows(String file) throws IOException {
        List<Group> rows = new ArrayList<>();
        try (ParquetReader<Group> reader = ParquetReader.builder(
                        new GroupReadSupport(), hdfs.makeQualified(new Path(file)))
                .withConf(new Configuration())
                .build()) {
            for (Group row = reader.read(); row != null; row = reader.read()) {
                rows.add(row);
            }
        }
        return rows;
    }

    /** Rows of a query, columns with a blank between them. */
    List<String> query(String sql) throws SQLException, IOException {
        List<String> found = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(jdbcUrl, jdbcUser, Files.readString(jdbcPassword));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    row.add(rows.getString(i));
                }
                found.add(String.join(" ", row));
            }
        }
        return found;
    }

    @Override
    public void close() throws IOException {
        hdfs.close();
    }
}
