package io.millrace.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import io.millrace.formats.value.FrameKind;
import io.millrace.model.proto.SensorReading;
import io.millrace.model.proto.WeatherReport;
import io.millrace.record.BadRecordException;
import io.millrace.record.RecordHeader;
import io.millrace.record.SourceRecord;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Protobuf messages in the frames that registries' serializers write. */
class FramedProtobufTest {
    private static final byte[] VALUE = WeatherReport.newBuilder()
            .setStationId("station-3")
            .setDegrees(-4.5)
            .build()
            .toByteArray();
    /** A file's fourth message, in it the third, in it the second: [3, 2, 1]. */
    private static final String NESTED = "06060402";

    @TempDir
    private Path folder;

    /** A record whose header says what its value does not. */
    private record Headed(SourceRecord record, byte[] header) implements SourceRecord {
        @Override
        public String topic() {
            return record.topic();
        }

        @Override
        public int partition() {
            return record.partition();
        }

        @Override
        public long offset() {
            return record.offset();
        }

        @Override
        public long timestampMillis() {
            return record.timestampMillis();
        }

        @Override
        public ByteBuffer key() {
            return record.key();
        }

        @Override
        public ByteBuffer value() {
            return record.value();
        }

        @Override
        public Iterable<RecordHeader> headers() {
            return List.of(new RecordHeader("__value_schema_id", header));
        }
    }

    private static TestRecord framed(String frame, byte[] value) {
        byte[] before = HexFormat.of().parseHex(frame);
        byte[] all = new byte[before.length + value.length];
        System.arraycopy(before, 0, all, 0, before.length);
        System.arraycopy(value, 0, all, before.length, value.length);
        return TestRecord.of(all);
    }

    private static Settings weather(FileKind files) {
        return Settings.of(Values.PROTOBUF, files).schema("weather-report");
    }

    private Settings nested() throws Exception {
        FieldDescriptorProto number = FieldDescriptorProto.newBuilder()
                .setName("number")
                .setNumber(1)
                .setType(FieldDescriptorProto.Type.TYPE_INT32)
                .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
                .build();
        DescriptorProto[] inner = {
            message("A"), message("B").toBuilder().addField(number).build()
        };
        DescriptorProto middle = message("Middle").toBuilder()
                .addNestedType(inner[0])
                .addNestedType(inner[1])
                .build();
        DescriptorProto outer = message("Outer").toBuilder()
                .addNestedType(message("X"))
                .addNestedType(message("Y"))
                .addNestedType(middle)
                .build();
        FileDescriptorProto file = FileDescriptorProto.newBuilder()
                .setName("n.proto")
                .setPackage("n")
                .setSyntax("proto3")
                .addMessageType(message("P"))
                .addMessageType(message("Q"))
                .addMessageType(message("R"))
                .addMessageType(outer)
                .build();
        Path set = Files.write(
                folder.resolve("n.desc"),
                FileDescriptorSet.newBuilder().addFile(file).build().toByteArray());
        return Settings.of(Values.PROTOBUF, FileKind.JSONL).message(set, "n.Outer.Middle.B");
    }

    private static DescriptorProto message(String name) {
        return DescriptorProto.newBuilder().setName(name).build();
    }

    @ParameterizedTest
    @CsvSource({
        // The second message of its file.
        "CONFLUENT, 00000000070202",
        "AUTO, 00000000070202",
        // Apicurio's: a message with the name in field 1.
        "APICURIO, 0000000000000000070f0a0d576561746865725265706f7274",
        "AUTO, 0000000000000000070f0a0d576561746865725265706f7274",
    })
    void theFrameIsTakenOffAndTheMessageRead(FrameKind kind, String frame) throws Exception {
        TopicFormat format = weather(FileKind.PARQUET).frame(kind).format();

        assertThat(Written.rows(format, framed(frame, VALUE)))
                .singleElement()
                .satisfies(row -> assertThat(row.getString("station_id", 0)).isEqualTo("station-3"))
                .satisfies(row -> assertThat(row.getDouble("degrees", 0)).isEqualTo(-4.5));
    }

    /** The first message of a file is what most files have, and has a short form of its own. */
    @ParameterizedTest
    @ValueSource(strings = {"000000000700", "00000000070200"})
    void theFirstMessageOfAFileIsMarkedInShortOrAtLength(String frame) throws Exception {
        byte[] value = SensorReading.newBuilder().setDeviceId("d-1").build().toByteArray();
        TopicFormat format = Settings.of(Values.PROTOBUF, FileKind.PARQUET)
                .schema("sensor-reading")
                .frame(FrameKind.CONFLUENT)
                .format();

        assertThat(Written.rows(format, framed(frame, value)).get(0).getString("device_id", 0))
                .isEqualTo("d-1");
    }

    @ParameterizedTest
    @CsvSource({"0189791762233641869674299b90a802e2" + NESTED, "0000000007" + NESTED, "0000000007"})
    void aHeaderSaysWhichMessageItIs(String header) throws Exception {
        TopicFormat format = nested().frame(FrameKind.HEADER).format();
        SourceRecord record =
                new Headed(TestRecord.of(new byte[] {8, 5}), HexFormat.of().parseHex(header));

        assertThat(Written.text(format, record)).isEqualTo("{\"number\":5}\n");
    }

    @Test
    void aNestedMessageIsFoundByItsPath() throws Exception {
        TopicFormat format = nested().frame(FrameKind.CONFLUENT).format();

        assertThat(Written.text(format, framed("0000000007" + NESTED, new byte[] {8, 5})))
                .isEqualTo("{\"number\":5}\n");
    }

    /** Protobuf's bytes say so little that another message mostly decodes, into fields that mean something else. */
    @Test
    void anotherMessageOfTheSchemaIsABadRecord() throws Exception {
        TopicFormat format = nested().frame(FrameKind.CONFLUENT).format();
        for (String path : List.of("00", "0200", "04060404", "0606040402")) {
            assertThatThrownBy(() -> format.route(framed("0000000007" + path, new byte[] {8, 5})))
                    .isInstanceOf(BadRecordException.class)
                    .hasMessageMatching("value is message \\[[0-9, ]+\\] of schema 7, must be \\[3, 2, 1\\], which is"
                            + " n\\.Outer\\.Middle\\.B in its file");
        }
        TopicFormat named = weather(FileKind.PARQUET).frame(FrameKind.APICURIO).format();
        assertThatThrownBy(() -> named.route(framed("000000000000000007050a034c6f67", VALUE)))
                .hasMessage("value is a message 'Log', must be "
                        + WeatherReport.getDescriptor().getFullName());
    }

    @ParameterizedTest
    @CsvSource({
        "CONFLUENT, 0000000007, ends in the middle",
        "CONFLUENT, 000000000780, ends in the middle",
        "CONFLUENT, 000000000706, ends in the middle",
        "CONFLUENT, 0000000007ffffffff0f, has a path of -2147483648 messages",
        "CONFLUENT, 0000000007feffffff0f, has a path of 2147483647 messages",
        "APICURIO, 00000000000000000703, has no name of a message",
        "APICURIO, 000000000000000007030a05, has no name of a message",
        "APICURIO, 000000000000000007021205, has no name of a message",
    })
    void whatIsNoMarkIsABadRecord(FrameKind kind, String value, String words) throws Exception {
        TopicFormat format = weather(FileKind.PARQUET).frame(kind).format();

        assertThatThrownBy(() -> format.route(framed(value, new byte[0])))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContaining(words);
    }

    @Test
    void aFrameThatNobodyExpectsIsNamedWithAFlagThatHelps() throws Exception {
        TopicFormat format = weather(FileKind.PARQUET).format();

        assertThatThrownBy(() -> format.route(framed("000000000700", VALUE)))
                .hasMessage(
                        "value has the frame of a schema registry, a zero byte and the id 7, which --frame confluent"
                                + " takes off");
        assertThat(TopicFormats.problems(
                        weather(FileKind.PARQUET).frame(FrameKind.CONFLUENT).build(), "t"))
                .isEmpty();
    }

    @Test
    void anyBytesAreAMessageOrABadRecordAndNeverACrash() throws Exception {
        Random random = new Random(5);
        for (FrameKind kind : List.of(FrameKind.CONFLUENT, FrameKind.APICURIO, FrameKind.AUTO)) {
            TopicFormat format = weather(FileKind.PARQUET).frame(kind).format();
            int good = 0;
            for (int i = 0; i < 20_000; i++) {
                byte[] bytes = new byte[random.nextInt(40)];
                random.nextBytes(bytes);
                for (int j = 0; j < Math.min(bytes.length, random.nextInt(12)); j++) {
                    bytes[j] = 0;
                }
                try {
                    format.route(TestRecord.of(bytes));
                    good++;
                } catch (BadRecordException e) {
                    assertThat(e.getMessage()).isNotBlank();
                }
            }
            assertThat(good).as(kind.toString()).isBetween(0, 19_999);
        }
    }
}
