package io.millrace.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MessageOptions;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Int64Value;
import com.google.protobuf.Timestamp;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.WrappersProto;
import io.millrace.formats.file.DataFile;
import io.millrace.formats.metadata.MetadataColumn;
import io.millrace.model.proto.LogEvent;
import io.millrace.model.proto.WeatherReport;
import io.millrace.record.BadRecordException;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.parquet.example.data.Group;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProtobufFormatTest {
    @TempDir
    Path folder;

    private static FieldDescriptorProto.Builder field(String name, int number, Type type, Label label) {
        return FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .setType(type)
                .setLabel(label);
    }

    /** A message with a nested one, a list of them, packed numbers, a map, an instant and a wrapper. */
    private static FileDescriptorProto file() {
        DescriptorProto part = DescriptorProto.newBuilder()
                .setName("Part")
                .addField(field("name", 1, Type.TYPE_STRING, Label.LABEL_OPTIONAL))
                .addField(field("sizes", 2, Type.TYPE_INT32, Label.LABEL_REPEATED))
                .build();
        DescriptorProto entry = DescriptorProto.newBuilder()
                .setName("CountsEntry")
                .setOptions(MessageOptions.newBuilder().setMapEntry(true))
                .addField(field("key", 1, Type.TYPE_STRING, Label.LABEL_OPTIONAL))
                .addField(field("value", 2, Type.TYPE_UINT64, Label.LABEL_OPTIONAL))
                .build();
        DescriptorProto whole = DescriptorProto.newBuilder()
                .setName("Whole")
                .addNestedType(entry)
                .addField(field("id", 1, Type.TYPE_SINT64, Label.LABEL_OPTIONAL))
                .addField(field("main", 2, Type.TYPE_MESSAGE, Label.LABEL_OPTIONAL)
                        .setTypeName(".t.Part"))
                .addField(field("parts", 3, Type.TYPE_MESSAGE, Label.LABEL_REPEATED)
                        .setTypeName(".t.Part"))
                .addField(field("counts", 4, Type.TYPE_MESSAGE, Label.LABEL_REPEATED)
                        .setTypeName(".t.Whole.CountsEntry"))
                .addField(field("at", 5, Type.TYPE_MESSAGE, Label.LABEL_OPTIONAL)
                        .setTypeName(".google.protobuf.Timestamp"))
                .addField(field("maybe", 6, Type.TYPE_MESSAGE, Label.LABEL_OPTIONAL)
                        .setTypeName(".google.protobuf.Int64Value"))
                .addField(field("raw", 7, Type.TYPE_BYTES, Label.LABEL_OPTIONAL))
                .addField(field("ratio", 8, Type.TYPE_FLOAT, Label.LABEL_OPTIONAL))
                .build();
        return FileDescriptorProto.newBuilder()
                .setName("t.proto")
                .setPackage("t")
                .setSyntax("proto3")
                .addDependency("google/protobuf/timestamp.proto")
                .addDependency("google/protobuf/wrappers.proto")
                .addMessageType(part)
                .addMessageType(whole)
                .build();
    }

    private Path descriptorSet() throws Exception {
        FileDescriptorSet set = FileDescriptorSet.newBuilder()
                .addFile(file())
                .addFile(TimestampProto.getDescriptor().toProto())
                .addFile(WrappersProto.getDescriptor().toProto())
                .build();
        return Files.write(folder.resolve("t.desc"), set.toByteArray());
    }

    private static Descriptor whole() throws Exception {
        return FileDescriptor.buildFrom(
                        file(), new FileDescriptor[] {TimestampProto.getDescriptor(), WrappersProto.getDescriptor()})
                .findMessageTypeByName("Whole");
    }

    private static DynamicMessage part(Descriptor whole, String name, Integer... sizes) {
        Descriptor part = whole.getFile().findMessageTypeByName("Part");
        return DynamicMessage.newBuilder(part)
                .setField(part.findFieldByName("name"), name)
                .setField(part.findFieldByName("sizes"), List.of(sizes))
                .build();
    }

    @Test
    void theWeatherOfAProducerBecomesThreeColumns() throws Exception {
        TopicFormat format = Settings.of(Values.PROTOBUF, FileKind.PARQUET)
                .schema("weather-report")
                .format();
        byte[] value = WeatherReport.newBuilder()
                .setStationId("station-3")
                .setDate(946_684_800_000L)
                .setDegrees(-4.5)
                .build()
                .toByteArray();

        List<Group> rows = Written.rows(format, TestRecord.of(value), TestRecord.of(new byte[0]));

        assertThat(rows.get(0).getType().toString()).contains("required int64 date (TIMESTAMP(MILLIS,true))");
        assertThat(rows.get(0).getString("station_id", 0)).isEqualTo("station-3");
        assertThat(rows.get(0).getLong("date", 0)).isEqualTo(946_684_800_000L);
        assertThat(rows.get(0).getDouble("degrees", 0)).isEqualTo(-4.5);
        assertThat(rows.get(1).getString("station_id", 0)).isEmpty();
        assertThat(rows.get(1).getDouble("degrees", 0)).isZero();
    }

    @Test
    void optionalFieldsAreNullWhereTheMessageLacksThem() throws Exception {
        TopicFormat format = Settings.of(Values.PROTOBUF, FileKind.PARQUET)
                .schema("log-event")
                .format();

        Group row = Written.rows(
                        format,
                        TestRecord.of(LogEvent.newBuilder()
                                .setMessage("m")
                                .setLogger("l")
                                .build()
                                .toByteArray()))
                .get(0);

        assertThat(row.getFieldRepetitionCount("level")).isZero();
        assertThat(row.getString("logger", 0)).isEqualTo("l");
        assertThat(row.getString("host", 0)).isEmpty();
    }

    @Test
    void nestedRepeatedMappedAndWrappedFieldsComeBack() throws Exception {
        Descriptor whole = whole();
        Descriptor entry = whole.findNestedTypeByName("CountsEntry");
        DynamicMessage message = DynamicMessage.newBuilder(whole)
                .setField(whole.findFieldByName("id"), -7L)
                .setField(whole.findFieldByName("main"), part(whole, "m", 1, 2))
                .addRepeatedField(whole.findFieldByName("parts"), part(whole, "p"))
                .addRepeatedField(whole.findFieldByName("parts"), part(whole, "q", 3))
                .addRepeatedField(
                        whole.findFieldByName("counts"),
                        DynamicMessage.newBuilder(entry)
                                .setField(entry.findFieldByName("key"), "a")
                                .setField(entry.findFieldByName("value"), 5L)
                                .build())
                .setField(
                        whole.findFieldByName("at"),
                        Timestamp.newBuilder().setSeconds(1).setNanos(2_000).build())
                .setField(whole.findFieldByName("maybe"), Int64Value.of(9))
                .setField(whole.findFieldByName("raw"), ByteString.copyFrom(new byte[] {1}))
                .build();
        TopicFormat format = Settings.of(Values.PROTOBUF, FileKind.PARQUET)
                .message(descriptorSet(), "t.Whole")
                .format();

        List<Group> rows = Written.rows(format, TestRecord.of(message.toByteArray()), TestRecord.of(new byte[0]));

        Group first = rows.get(0);
        assertThat(first.getLong("id", 0)).isEqualTo(-7);
        assertThat(first.getGroup("main", 0).getString("name", 0)).isEqualTo("m");
        assertThat(first.getGroup("main", 0)
                        .getGroup("sizes", 0)
                        .getGroup("list", 1)
                        .getInteger("element", 0))
                .isEqualTo(2);
        Group parts = first.getGroup("parts", 0);
        assertThat(parts.getFieldRepetitionCount("list")).isEqualTo(2);
        assertThat(parts.getGroup("list", 0)
                        .getGroup("element", 0)
                        .getGroup("sizes", 0)
                        .getFieldRepetitionCount("list"))
                .isZero();
        assertThat(parts.getGroup("list", 1).getGroup("element", 0).getString("name", 0))
                .isEqualTo("q");
        Group counts = first.getGroup("counts", 0).getGroup("key_value", 0);
        assertThat(counts.getString("key", 0)).isEqualTo("a");
        assertThat(counts.getLong("value", 0)).isEqualTo(5);
        assertThat(first.getLong("at", 0)).isEqualTo(1_000_002);
        assertThat(first.getLong("maybe", 0)).isEqualTo(9);
        Group empty = rows.get(1);
        assertThat(empty.getFieldRepetitionCount("main")).isZero();
        assertThat(empty.getFieldRepetitionCount("at")).isZero();
        assertThat(empty.getFieldRepetitionCount("maybe")).isZero();
        assertThat(empty.getGroup("parts", 0).getFieldRepetitionCount("list")).isZero();
        assertThat(empty.getFloat("ratio", 0)).isZero();
    }

    @Test
    void messagesBecomeJsonByProtobufsOwnMapping() throws Exception {
        TopicFormat format = Settings.of(Values.PROTOBUF, FileKind.JSONL)
                .schema("weather-report")
                .columns(MetadataColumn.OFFSET)
                .format();

        assertThat(Written.text(
                        format,
                        TestRecord.of(WeatherReport.newBuilder()
                                .setStationId("s")
                                .build()
                                .toByteArray())))
                .isEqualTo("{\"kafka_offset\":42,\"station_id\":\"s\",\"date\":\"0\",\"degrees\":0.0}\n");
    }

    @Test
    void anyBytesAreAMessageOrABadRecordAndNeverACrash() throws Exception {
        TopicFormat format = Settings.of(Values.PROTOBUF, FileKind.PARQUET)
                .message(descriptorSet(), "t.Whole")
                .format();
        Descriptor whole = whole();
        byte[] good = DynamicMessage.newBuilder(whole)
                .setField(whole.findFieldByName("main"), part(whole, "m", 1, 2, 3))
                .addRepeatedField(whole.findFieldByName("parts"), part(whole, "p", 4, 5))
                .setField(whole.findFieldByName("maybe"), Int64Value.of(9))
                .build()
                .toByteArray();
        Random random = new Random(3);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DataFile file = format.open(out);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = good.clone();
            for (int j = random.nextInt(3); j >= 0; j--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                format.route(TestRecord.of(bytes));
                file.append();
            } catch (BadRecordException e) {
                assertThat(e.getMessage()).isNotBlank();
                refused++;
            }
        }
        file.finish();

        assertThat(refused).isBetween(1, 19_999);
        assertThat(ParquetRows.read(out.toByteArray())).hasSize(20_000 - refused);
    }

    @Test
    void whatIsWrongWithTheDescriptionIsTold() throws Exception {
        Path set = descriptorSet();
        assertThat(TopicFormats.problems(
                        Settings.of(Values.PROTOBUF, FileKind.PARQUET)
                                .message(set, "t.Nothing")
                                .build(),
                        "t"))
                .singleElement()
                .asString()
                .startsWith("--message 't.Nothing' is not in the descriptor set")
                .contains("t.Part, t.Whole");
        assertThatThrownBy(() -> Settings.of(Values.PROTOBUF, FileKind.PARQUET).format())
                .hasMessageContaining("--value-format protobuf needs --descriptor-set and --message");
        assertThatThrownBy(() -> Settings.of(Values.PROTOBUF, FileKind.PARQUET)
                        .message(set, "t.Whole")
                        .schema("weather-report")
                        .format())
                .hasMessageContaining("field 'station_id' of the schema is not in message 't.Whole'");
    }
}
