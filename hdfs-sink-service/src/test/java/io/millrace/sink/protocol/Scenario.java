package io.millrace.sink.protocol;

import io.millrace.formats.ColumnTimes;
import io.millrace.formats.FileKind;
import io.millrace.formats.FolderSettings;
import io.millrace.formats.FormatAids;
import io.millrace.formats.FormatSettings;
import io.millrace.formats.RowSettings;
import io.millrace.formats.Tombstones;
import io.millrace.formats.TopicFormats;
import io.millrace.formats.Values;
import io.millrace.formats.file.Compression;
import io.millrace.formats.frame.FoundFrames;
import io.millrace.formats.metadata.MetadataColumn;
import io.millrace.formats.value.ValueSettings;
import io.millrace.record.PartitionId;
import io.millrace.sink.sim.SimFormat;
import io.millrace.sink.sim.SimSettings;
import io.millrace.sink.sim.SimWorld;
import io.millrace.sink.write.RollRules;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A small world in which everything happens: several commits, folding of segments, several folders, offsets without
 * records, dead letters.
 *
 * @param name for messages
 * @param world makes the world anew
 */
record Scenario(String name, Supplier<SimWorld> world) {
    static final PartitionId ZERO = new PartitionId("t", 0);
    static final PartitionId ONE = new PartitionId("t", 1);

    @Override
    public String toString() {
        return name;
    }

    static Scenario oneFolder() {
        return new Scenario("one folder", () -> {
            SimWorld world = SimWorld.small();
            world.kafka.createTopic("t", 1, "id-1");
            for (int i = 0; i < 23; i++) {
                world.kafka.produce(ZERO, "");
            }
            return world;
        });
    }

    static Scenario manyFolders() {
        return new Scenario("many folders, markers, bad records and stored tombstones", () -> {
            SimWorld world =
                    new SimWorld(SimSettings.small().withFormat(() -> new SimFormat(Long.MAX_VALUE, Tombstones.STORE)));
            world.tombstones = Tombstones.STORE;
            world.kafka.createTopic("t", 2, "id-1");
            for (int i = 0; i < 16; i++) {
                world.kafka.produce(ZERO, i % 7 == 3 ? "bad" : "f=" + i % 3 + "/h=" + i / 8);
                world.kafka.produce(ONE, i % 6 == 2 ? null : "f=" + i % 2);
                if (i % 5 == 0) {
                    world.kafka.marker(ZERO);
                }
            }
            return world;
        });
    }

    static Scenario text() {
        return new Scenario("text files", () -> {
            SimWorld world = new SimWorld(SimSettings.small()
                    .withFormat(() ->
                            TopicFormats.create(FormatSettings.of(Values.TEXT, FileKind.TEXT, Compression.NONE), "t")));
            world.kafka.createTopic("t", 1, "id-1");
            for (int i = 0; i < 18; i++) {
                world.kafka.produce(ZERO, "t 0 " + i);
            }
            return world;
        });
    }

    static Scenario compressedLines() {
        return new Scenario("gzip text files, two partitions", () -> {
            SimWorld world = new SimWorld(SimSettings.small()
                    .withFormat(() ->
                            TopicFormats.create(FormatSettings.of(Values.TEXT, FileKind.TEXT, Compression.GZIP), "t")));
            world.kafka.createTopic("t", 2, "id-1");
            for (int i = 0; i < 18; i++) {
                world.kafka.produce(i % 2 == 0 ? ZERO : ONE, "t " + i % 2 + " " + i / 2);
            }
            return world;
        });
    }

    static Scenario parquet(String layout) {
        return parquet(layout, ColumnTimes.DECLARED);
    }

    static Scenario parquet(String layout, ColumnTimes times) {
        FormatSettings settings = new FormatSettings(
                Values.JSON,
                ValueSettings.ofSchema("sensor-reading"),
                FileKind.PARQUET,
                Compression.SNAPPY,
                FolderSettings.of(layout),
                Optional.empty(),
                new RowSettings(
                        Set.of(MetadataColumn.TOPIC, MetadataColumn.PARTITION, MetadataColumn.OFFSET),
                        Tombstones.STORE,
                        times),
                Map.of());
        return new Scenario("parquet files, layout \"" + layout + "\"", () -> {
            SimWorld world = new SimWorld(SimSettings.small()
                    .withFormat(() -> TopicFormats.create(settings, "t"))
                    .withCaps(10, 1L << 40));
            world.kafka.createTopic("t", 1, "id-1");
            for (int i = 0; i < 6; i++) {
                world.kafka.produce(
                        ZERO,
                        "{\"device_id\":\"d\",\"type\":\"" + (i % 2 == 0 ? "temperature" : "humidity")
                                + "\",\"value\":" + i
                                + ",\"unit\":\"C\",\"timestamp\":\"2026-01-01T00:00:00.000Z\",\"anomaly\":false}");
            }
            return world;
        });
    }

    /** Framed Avro whose schema gets a field more, and records of both schemas by turns from then on. */
    static Scenario growingAvro(String layout, int openFiles) {
        FormatSettings settings = new FormatSettings(
                Values.AVRO,
                ValueSettings.NONE,
                FileKind.PARQUET,
                Compression.SNAPPY,
                FolderSettings.of(layout),
                Optional.empty(),
                new RowSettings(
                        Set.of(MetadataColumn.TOPIC, MetadataColumn.PARTITION, MetadataColumn.OFFSET),
                        Tombstones.STORE),
                Map.of());
        return new Scenario("framed avro that grows, layout \"" + layout + "\", open files " + openFiles, () -> {
            FormatAids aids = new FormatAids(new FoundFrames(note -> {}), Optional.of(new GrowingSchemas()));
            SimWorld world = new SimWorld(SimSettings.small()
                    .withFormat(() -> TopicFormats.create(settings, "t", Long.MAX_VALUE, aids))
                    .withCaps(openFiles, 1L << 40));
            world.tombstones = Tombstones.STORE;
            world.kafka.createTopic("t", 2, "id-1");
            // Before any value has said what the columns are.
            world.kafka.produce(ONE, null);
            for (int i = 0; i < 9; i++) {
                int schema = i < 4 ? 1 : i < 7 ? 1 + i % 2 : 3;
                String value = GrowingSchemas.value(schema, i % 2 == 0 ? "x" : "y");
                world.kafka.produce(ZERO, value);
                if (i % 3 == 0) {
                    world.kafka.produce(ONE, value);
                }
                if (i == 5) {
                    world.kafka.produce(ZERO, null);
                }
            }
            return world;
        });
    }

    static Scenario waitingRows() {
        return new Scenario("rows that wait and are spilled, skipped tombstones", () -> {
            SimSettings settings = SimSettings.small()
                    .withRules(new RollRules(8, Long.MAX_VALUE, 60_000, Long.MAX_VALUE, false, 6))
                    .withCaps(1, 50);
            SimWorld world = new SimWorld(settings);
            world.tombstones = Tombstones.SKIP;
            world.kafka.createTopic("t", 2, "id-1");
            for (int i = 0; i < 14; i++) {
                world.kafka.produce(ZERO, i == 5 ? "bad" : "f=" + i % 4);
                world.kafka.produce(ONE, i % 4 == 1 ? null : i == 6 ? "deleted" : "f=" + i % 3);
            }
            return world;
        });
    }

    static Scenario filePerRecord() {
        return new Scenario("one file per record, small caps", () -> {
            SimSettings settings = SimSettings.small()
                    .withFormat(() -> new SimFormat(1))
                    .withRules(new RollRules(Long.MAX_VALUE, Long.MAX_VALUE, 60_000, Long.MAX_VALUE, false, 4))
                    .withCaps(1, 50);
            SimWorld world = new SimWorld(settings);
            world.kafka.createTopic("t", 1, "id-1");
            for (int i = 0; i < 9; i++) {
                world.kafka.produce(ZERO, "f=" + i % 2);
            }
            return world;
        });
    }
}
