package io.millrace.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.formats.file.DataFile;
import io.millrace.record.BadRecordException;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The numbers by which tables know columns, and the unit of times in files for tables. */
class ColumnNumbersTest {
    @TempDir
    Path folder;

    /** Tables of earlier releases hold these: other numbers would be other columns. */
    @Test
    void theNumberOfAColumnNeverChanges() throws Exception {
        MessageType file = file("sensor-reading", ColumnTimes.DECLARED);

        assertThat(numbers(file))
                .containsExactly(
                        "device_id 546129052",
                        "type 859676490",
                        "value 537580484",
                        "unit 983384534",
                        "timestamp 699321989",
                        "anomaly 583116797");
    }

    /** Groups that are there for Parquet's sake have no number; a field of the same name elsewhere has another one. */
    @Test
    void columnsInsideOfOthersAreNumberedByTheirWholeWay() throws Exception {
        Path schema = Files.writeString(folder.resolve("nested.avsc"), """
                {"type":"record","name":"R","fields":[
                 {"name":"a","type":["null",{"type":"record","name":"A","fields":[{"name":"x","type":"int"}]}],"default":null},
                 {"name":"l","type":{"type":"array","items":"int"},"default":[]},
                 {"name":"m","type":{"type":"map","values":"int"},"default":{}},
                 {"name":"x","type":"int","default":0}]}
                """);
        MessageType file = file(schema.toString(), ColumnTimes.DECLARED);

        assertThat(numbers(file))
                .doesNotHaveDuplicates()
                .hasSize(8)
                .allMatch(line -> line.matches("[a-z.]+ \\d{9,10}"));
        assertThat(numbers(file).stream().map(line -> line.replaceAll(" .*", "")))
                .containsExactly("a", "a.x", "l", "l.element", "m", "m.key", "m.value", "x");
    }

    @Test
    void millisecondsStandInMicrosecondsIfThatIsAskedFor() throws Exception {
        assertThat(file("sensor-reading", ColumnTimes.MICROS).getType("timestamp"))
                .hasToString("required int64 timestamp (TIMESTAMP(MICROS,true)) = 699321989");
        byte[] bytes = written("sensor-reading", ColumnTimes.MICROS, "\"2026-01-01T00:00:00.001Z\"");
        assertThat(ParquetRows.read(bytes).get(0).getLong("timestamp", 0)).isEqualTo(1_767_225_600_001_000L);
    }

    /** What JSON may say is bounded before; an Avro record may hold any number. */
    @Test
    void aTimeThatMicrosecondsCannotHoldIsABadRecord() throws Exception {
        Path schema = Files.writeString(folder.resolve("at.avsc"), """
                {"type":"record","name":"R","fields":[{"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}}]}
                """);
        TopicFormat format = format(
                Settings.of(Values.AVRO, FileKind.PARQUET)
                        .schema(schema.toString())
                        .build(),
                ColumnTimes.MICROS);
        byte[] greatest = {-2, -1, -1, -1, -1, -1, -1, -1, -1, 1};

        assertThatThrownBy(() -> format.route(TestRecord.of(greatest)))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContaining("field at is 9223372036854775807 milliseconds")
                .hasMessageContaining("as microseconds are");
    }

    private MessageType file(String schema, ColumnTimes times) throws Exception {
        TopicFormat format = format(schema, times);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DataFile file = format.open(out);
        file.finish();
        return ParquetRows.footer(out.toByteArray()).getFileMetaData().getSchema();
    }

    private byte[] written(String schema, ColumnTimes times, String time) throws Exception {
        TopicFormat format = format(schema, times);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DataFile file = format.open(out);
        format.route(TestRecord.of("{\"device_id\":\"d\",\"type\":\"temperature\",\"value\":1.0,\"unit\":\"C\","
                + "\"timestamp\":" + time + ",\"anomaly\":false}"));
        file.append();
        file.finish();
        return out.toByteArray();
    }

    private static TopicFormat format(String schema, ColumnTimes times) {
        return format(Settings.of(Values.JSON, FileKind.PARQUET).schema(schema).build(), times);
    }

    private static TopicFormat format(FormatSettings plain, ColumnTimes times) {
        return TopicFormats.create(
                new FormatSettings(
                        plain.values(),
                        plain.described(),
                        plain.files(),
                        plain.compression(),
                        plain.folders(),
                        plain.fileName(),
                        new RowSettings(plain.columns(), plain.tombstones(), times),
                        plain.variables()),
                "t");
    }

    private static List<String> numbers(GroupType group) {
        List<String> numbers = new ArrayList<>();
        add(group, "", numbers);
        return numbers;
    }

    private static void add(GroupType group, String parent, List<String> numbers) {
        for (Type type : group.getFields()) {
            String name = type.isRepetition(Type.Repetition.REPEATED) ? parent : parent + type.getName();
            if (type.getId() != null) {
                numbers.add(name + " " + type.getId().intValue());
            }
            if (!type.isPrimitive()) {
                boolean wrapper = type.isRepetition(Type.Repetition.REPEATED);
                add(type.asGroupType(), wrapper ? parent : name + ".", numbers);
            }
        }
    }
}
