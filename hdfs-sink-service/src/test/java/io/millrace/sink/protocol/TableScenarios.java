package io.millrace.sink.protocol;

import io.millrace.formats.ColumnTimes;
import io.millrace.formats.FileKind;
import io.millrace.formats.FolderSettings;
import io.millrace.formats.FormatSettings;
import io.millrace.formats.RowSettings;
import io.millrace.formats.Tombstones;
import io.millrace.formats.TopicFormats;
import io.millrace.formats.Values;
import io.millrace.formats.file.Compression;
import io.millrace.formats.metadata.MetadataColumn;
import io.millrace.formats.value.ValueSettings;
import io.millrace.sink.sim.SimSettings;
import io.millrace.sink.sim.SimWorld;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The scenarios for tests of tables in other packages. */
public final class TableScenarios {
    private TableScenarios() {}

    /** Parquet files of readings in folders of this layout, as a sink with a table writes them. */
    public static SimWorld parquet(String layout) {
        return parquet(layout, ColumnTimes.MICROS);
    }

    /** The same with times of this unit. */
    public static SimWorld parquet(String layout, ColumnTimes times) {
        return Scenario.parquet(layout, times).world().get();
    }

    /** Parquet files of framed Avro whose schema gets more fields. */
    public static SimWorld growing() {
        return Scenario.growingAvro("", 10).world().get();
    }

    /** Parquet files of these JSON values, with the columns of this schema (a file), as a sink with a table writes them. */
    public static SimWorld json(String schema, List<String> values) {
        FormatSettings settings = new FormatSettings(
                Values.JSON,
                ValueSettings.ofSchema(schema),
                FileKind.PARQUET,
                Compression.ZSTD,
                FolderSettings.of(""),
                Optional.empty(),
                new RowSettings(Set.of(MetadataColumn.OFFSET), Tombstones.DEAD_LETTER, ColumnTimes.MICROS),
                Map.of());
        SimWorld world = new SimWorld(SimSettings.small().withFormat(() -> TopicFormats.create(settings, "t")));
        world.kafka.createTopic("t", 1, "id-1");
        values.forEach(value -> world.kafka.produce(Scenario.ZERO, value));
        return world;
    }
}
