package io.millrace.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.formats.frame.FoundFrames;
import io.millrace.formats.registry.RegisteredSchema;
import io.millrace.formats.registry.SchemaRegistry;
import io.millrace.formats.value.FrameKind;
import io.millrace.formats.value.ValueSettings;
import io.millrace.record.BadRecordException;
import io.millrace.record.RecordHeader;
import io.millrace.record.TryLaterException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Frames whose schemas a registry has. */
class RegisteredAvroTest {
    private static final String SCHEMA = """
            {"type":"record","name":"R","fields":[{"name":"a","type":"long"},{"name":"b","type":"string","default":"?"}]}
            """;

    private static final byte[] BODY = {14, 2, 'x'};
    private static final String LINE = "{\"a\":7,\"b\":\"x\"}\n";

    @TempDir
    private Path folder;

    private final Schemas schemas = new Schemas();

    /** A registry in memory. */
    private static final class Schemas implements SchemaRegistry {
        private final Map<Object, RegisteredSchema> known = new HashMap<>();
        private boolean away;

        private RegisteredSchema find(Object key) throws BadRecordException, TryLaterException {
            if (away) {
                throw new TryLaterException("the registry is away", new IOException());
            }
            if (!known.containsKey(key)) {
                throw new BadRecordException("schema " + key + " is unknown");
            }
            return known.get(key);
        }

        @Override
        public RegisteredSchema byId(long id) throws BadRecordException, TryLaterException {
            return find(id);
        }

        @Override
        public RegisteredSchema byGuid(UUID guid) throws BadRecordException, TryLaterException {
            return find(guid);
        }

        @Override
        public RegisteredSchema byVersion(String subject, int version) throws BadRecordException, TryLaterException {
            return find(subject + "/" + version);
        }

        void avro(Object key, String text, RegisteredSchema.Reference... references) {
            known.put(key, new RegisteredSchema("AVRO", text, List.of(references)));
        }
    }

    private TopicFormat format(FrameKind frame) throws Exception {
        Path file = Files.writeString(folder.resolve("r.avsc"), SCHEMA);
        FormatSettings settings = Settings.of(Values.AVRO, FileKind.JSONL)
                .schema(file.toString())
                .frame(frame)
                .build();
        return TopicFormats.create(
                settings, "t", Long.MAX_VALUE, new FormatAids(new FoundFrames(note -> {}), Optional.of(schemas)));
    }

    private static byte[] joined(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(100);
        for (byte[] part : parts) {
            all.put(part);
        }
        byte[] bytes = new byte[all.position()];
        all.flip().get(bytes);
        return bytes;
    }

    private static byte[] confluent(int id, byte[] body) {
        return joined(ByteBuffer.allocate(5).put(0, (byte) 0).putInt(1, id).array(), body);
    }

    private static byte[] apicurio(long id, byte[] body) {
        return joined(ByteBuffer.allocate(9).putLong(1, id).array(), body);
    }

    @Test
    void theRegistrysSchemaReadsTheValue() throws Exception {
        schemas.avro(300L, SCHEMA);
        schemas.avro(
                301L,
                SCHEMA.replace("\"a\",\"type\":\"long\"", "\"a\",\"type\":\"int\"")
                        .replace(",{\"name\":\"b\",\"type\":\"string\",\"default\":\"?\"}", ""));
        for (FrameKind frame : List.of(FrameKind.CONFLUENT, FrameKind.AUTO)) {
            assertThat(Written.text(
                            format(frame),
                            TestRecord.of(confluent(300, BODY)),
                            TestRecord.of(confluent(301, new byte[] {14})),
                            TestRecord.of(confluent(300, BODY))))
                    .isEqualTo(LINE + "{\"a\":7,\"b\":\"?\"}\n" + LINE);
        }
        for (FrameKind frame : List.of(FrameKind.APICURIO, FrameKind.AUTO)) {
            assertThat(Written.text(format(frame), TestRecord.of(apicurio(300, BODY))))
                    .isEqualTo(LINE);
        }
    }

    @Test
    void aValueThatIsLookedAtAloneHasTheFieldsOfItsOwnSchemaOnly() throws Exception {
        schemas.avro(300L, SCHEMA);
        schemas.avro(301L, SCHEMA.replace(",{\"name\":\"b\",\"type\":\"string\",\"default\":\"?\"}", ""));
        JsonTexts texts = new JsonTexts(
                Values.AVRO,
                ValueSettings.NONE,
                "t",
                new FormatAids(new FoundFrames(note -> {}), Optional.of(schemas)));
        for (int i = 0; i < 2; i++) {
            assertThat(texts.of(TestRecord.of(confluent(300, BODY)))).isEqualTo(LINE.strip());
            assertThat(texts.of(TestRecord.of(confluent(301, new byte[] {14})))).isEqualTo("{\"a\":7}");
            assertThatThrownBy(() -> texts.of(TestRecord.of(confluent(302, BODY))))
                    .isInstanceOf(BadRecordException.class)
                    .hasMessageContaining("schema 302 is unknown");
            assertThatThrownBy(() -> texts.of(TestRecord.of((byte[]) null))).isInstanceOf(BadRecordException.class);
        }
        schemas.away = true;
        assertThatThrownBy(() -> texts.of(TestRecord.of(confluent(303, BODY)))).isInstanceOf(TryLaterException.class);
        schemas.away = false;
        assertThat(texts.of(TestRecord.of(confluent(300, BODY)))).isEqualTo(LINE.strip());
    }

    @Test
    void aHeaderSaysTheSchema() throws Exception {
        UUID guid = UUID.randomUUID();
        schemas.avro(guid, SCHEMA);
        schemas.avro(5L, SCHEMA);
        byte[] byGuid = ByteBuffer.allocate(17)
                .put((byte) 1)
                .putLong(guid.getMostSignificantBits())
                .putLong(guid.getLeastSignificantBits())
                .array();
        for (byte[] header : new byte[][] {byGuid, {0, 0, 0, 0, 5}}) {
            for (FrameKind frame : List.of(FrameKind.HEADER, FrameKind.AUTO)) {
                TopicFormat format = format(frame);
                format.route(new WithHeaders(
                        TestRecord.of(BODY),
                        List.of(new RecordHeader("other", null), new RecordHeader("__value_schema_id", header))));
                assertThat(format.storedBytes()).isEqualTo(3);
            }
        }
        assertThatThrownBy(() -> format(FrameKind.HEADER).route(TestRecord.of(BODY)))
                .hasMessage(
                        "record must have the header '__value_schema_id' with the id or the GUID of its schema, as --frame"
                                + " header says");
    }

    @Test
    void whatASchemaRefersToIsFetchedOnce() throws Exception {
        schemas.avro(
                1L,
                """
                {"type":"record","name":"R","fields":[{"name":"a","type":"long"},{"name":"b","type":"string"},
                 {"name":"c","type":"x.Inner"},{"name":"d","type":"x.Other"}]}
                """,
                new RegisteredSchema.Reference("x.Other", "other", 2),
                new RegisteredSchema.Reference("x.Inner", "inner", 1));
        schemas.avro("other/2", """
                {"type":"record","name":"Other","namespace":"x","fields":[{"name":"i","type":"x.Inner"}]}
                """, new RegisteredSchema.Reference("x.Inner", "inner", 1));
        schemas.avro("inner/1", """
                {"type":"fixed","name":"Inner","namespace":"x","size":1}
                """);

        assertThat(Written.text(
                        format(FrameKind.CONFLUENT), TestRecord.of(confluent(1, new byte[] {14, 2, 'x', 1, 2}))))
                .isEqualTo(LINE);
    }

    @Test
    void aRegistryThatIsAwayIsNoFaultOfTheRecord() throws Exception {
        TopicFormat format = format(FrameKind.CONFLUENT);
        schemas.away = true;
        assertThatThrownBy(() -> format.route(TestRecord.of(confluent(1, BODY))))
                .isInstanceOf(TryLaterException.class);

        schemas.away = false;
        schemas.avro(1L, SCHEMA);
        assertThat(Written.text(format, TestRecord.of(confluent(1, BODY)))).isEqualTo(LINE);

        schemas.away = true;
        assertThat(Written.text(format, TestRecord.of(confluent(1, BODY)))).isEqualTo(LINE);
    }

    @Test
    void schemasThatDoNotFitAreNamedByTheirIds() throws Exception {
        schemas.avro(4L, SCHEMA.replace("\"a\",\"type\":\"long\"", "\"a\",\"type\":\"string\""));
        schemas.avro(5L, "{oops");
        schemas.known.put(6L, new RegisteredSchema("PROTOBUF", "syntax = \"proto3\";", List.of()));
        TopicFormat format = format(FrameKind.CONFLUENT);
        List<String> sentences = new ArrayList<>();
        for (int id = 3; id <= 6; id++) {
            TestRecord record = TestRecord.of(confluent(id, BODY));
            assertThatThrownBy(() -> format.route(record))
                    .isInstanceOf(BadRecordException.class)
                    .satisfies(e -> sentences.add(e.getMessage()));
        }

        assertThat(sentences)
                .containsExactly(
                        "schema 3 is unknown",
                        "field 'a' is string in schema 4 of the registry, which cannot become long of --schema '"
                                + folder.resolve("r.avsc") + "'",
                        "schema 5 of the registry is no Avro schema that can be read",
                        "schema 6 of the registry is of type PROTOBUF, must be AVRO for --value-format avro");
    }

    @Test
    void withoutARegistryAFrameIsNamed() throws Exception {
        Path file = Files.writeString(folder.resolve("r.avsc"), SCHEMA);
        Settings settings = Settings.of(Values.AVRO, FileKind.JSONL).schema(file.toString());

        assertThatThrownBy(() -> settings.format().route(TestRecord.of(confluent(7, BODY))))
                .hasMessage(
                        "value has the frame confluent of a schema registry, which needs --registry; if it has none,"
                                + " --frame none says so");
        assertThat(TopicFormats.problems(settings.frame(FrameKind.CONFLUENT).build(), "t"))
                .containsExactly("--frame 'confluent' with --value-format avro needs --registry");
    }
}
