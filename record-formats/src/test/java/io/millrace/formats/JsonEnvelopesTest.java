package io.millrace.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.formats.metadata.MetadataColumn;
import io.millrace.formats.value.DecimalEncoding;
import io.millrace.formats.value.FrameKind;
import io.millrace.record.BadRecordException;
import io.millrace.record.RowDeletedException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Change events of Debezium in JSON. */
class JsonEnvelopesTest {
    private static final String SOURCE =
            "{\"version\":\"3.2.0.Final\",\"connector\":\"postgresql\",\"ts_ms\":1767225600123,\"lsn\":24023128}";
    private static final String TRANSACTION = "{\"id\":\"571:53195829\",\"total_order\":1,\"data_collection_order\":1}";

    @TempDir
    private Path folder;

    private String schema() throws Exception {
        return Files.writeString(folder.resolve("row.avsc"), """
                {"type":"record","name":"Order","fields":[{"name":"id","type":"long"},{"name":"name","type":"string"},
                 {"name":"tags","type":{"type":"array","items":"string"},"default":[]}]}
                """).toString();
    }

    private static String event(String op, String before, String after) {
        return "{\"before\":" + before + ",\"after\":" + after + ",\"source\":" + SOURCE + ",\"transaction\":"
                + TRANSACTION + ",\"op\":\"" + op
                + "\",\"ts_ms\":1767225600456,\"ts_us\":1767225600456789,\"ts_ns\":1767225600456789012}";
    }

    private static Settings lines() {
        return Settings.of(Values.JSON, FileKind.JSONL).unwrap();
    }

    private static String line(Settings settings, String event) throws Exception {
        return Written.text(settings.format(), TestRecord.of(event));
    }

    private static String sentence(Settings settings, String event) {
        BadRecordException[] bad = new BadRecordException[1];
        assertThatThrownBy(() -> settings.format().route(TestRecord.of(event)))
                .isInstanceOf(BadRecordException.class)
                .satisfies(e -> bad[0] = (BadRecordException) e);
        return bad[0].getMessage();
    }

    @Test
    void theRowAfterTheChangeIsWhatIsStored() throws Exception {
        for (String op : List.of("c", "u", "r")) {
            String bare = event(op, "{\"id\":1,\"name\":\"old\"}", "{\"id\": 1, \"name\": \"\\u00fc\"}");
            for (String value : List.of(
                    bare,
                    "{\"schema\":{\"type\":\"struct\",\"fields\":[]},\"payload\":" + bare + "}",
                    "{ \"payload\" : " + bare + " , \"schema\" : null }",
                    "{\"op\":\"" + op + "\",\"after\":{\"id\":1,\"name\":\"\\u00fc\"}}")) {
                assertThat(line(lines(), value)).isEqualTo("{\"id\":1,\"name\":\"\\u00fc\"}\n");
                assertThat(line(lines().schema(schema()), value)).isEqualTo("{\"id\":1,\"name\":\"\\u00fc\"}\n");
                List<Group> rows = Written.rows(
                        Settings.of(Values.JSON, FileKind.PARQUET)
                                .unwrap()
                                .schema(schema())
                                .format(),
                        TestRecord.of(value),
                        TestRecord.of(value));
                assertThat(rows).hasSize(2);
                assertThat(rows.get(1).getLong("id", 0)).isOne();
                assertThat(rows.get(1).getString("name", 0)).isEqualTo("ü");
            }
        }
    }

    @Test
    void framesOfRegistriesAreTakenOff() throws Exception {
        byte[] event = event("c", "null", "{\"id\":1}").getBytes(StandardCharsets.UTF_8);
        byte[] framed = new byte[event.length + 5];
        framed[4] = 9;
        System.arraycopy(event, 0, framed, 5, event.length);

        assertThat(Written.text(
                        lines().frame(FrameKind.CONFLUENT)
                                .columns(MetadataColumn.SCHEMA_ID)
                                .format(),
                        TestRecord.of(framed)))
                .isEqualTo("{\"kafka_schema_id\":\"9\",\"id\":1}\n");
    }

    @Test
    void whatTheEventSaysBesidesItsRowIsInColumnsOnRequest() throws Exception {
        MetadataColumn[] all = {
            MetadataColumn.OP, MetadataColumn.SOURCE, MetadataColumn.SOURCE_TIMESTAMP, MetadataColumn.TRANSACTION
        };
        String event = event("u", "null", "{\"id\":1,\"name\":\"a\"}");
        assertThat(line(lines().columns(all), event))
                .isEqualTo("{\"change_op\":\"u\",\"change_source\":" + SOURCE
                        + ",\"change_source_timestamp\":\"2026-01-01T00:00:00.123Z\","
                        + "\"change_transaction\":\"571:53195829\",\"id\":1,\"name\":\"a\"}\n");
        assertThat(line(lines().columns(all), "{\"op\":\"c\",\"after\":{},\"source\":null,\"transaction\":null}"))
                .isEqualTo("{\"change_op\":\"c\",\"change_source\":null,\"change_source_timestamp\":null,"
                        + "\"change_transaction\":null}\n");

        Group row = Written.rows(
                        Settings.of(Values.JSON, FileKind.PARQUET)
                                .unwrap()
                                .schema(schema())
                                .columns(all)
                                .format(),
                        TestRecord.of(event))
                .get(0);
        assertThat(row.getString("change_op", 0)).isEqualTo("u");
        assertThat(row.getString("change_source", 0)).isEqualTo(SOURCE);
        assertThat(row.getLong("change_source_timestamp", 0)).isEqualTo(1_767_225_600_123L);
        assertThat(row.getString("change_transaction", 0)).isEqualTo("571:53195829");
    }

    @Test
    void aDeleteIsATombstoneUnlessItIsStored() throws Exception {
        String delete = event("d", "{\"id\":1,\"name\":\"a\"}", "null");
        for (Settings settings : List.of(lines(), lines().tombstones(Tombstones.SKIP), lines().schema(schema()))) {
            TopicFormat format = settings.format();
            assertThatThrownBy(() -> format.route(TestRecord.of(delete))).isInstanceOf(RowDeletedException.class);
            assertThat(Written.text(format, TestRecord.of(event("c", "null", "{\"id\":2,\"name\":\"b\"}"))))
                    .isEqualTo("{\"id\":2,\"name\":\"b\"}\n");
        }
    }

    private Settings storing(FileKind files) throws Exception {
        return Settings.of(Values.JSON, files)
                .unwrap()
                .tombstones(Tombstones.STORE)
                .columns(MetadataColumn.OFFSET, MetadataColumn.OP, MetadataColumn.TOMBSTONE);
    }

    @Test
    void aStoredDeleteIsTheRowThatItDeletes() throws Exception {
        assertThat(Written.text(
                        storing(FileKind.JSONL).format(),
                        TestRecord.of(event("d", "{\"id\":1,\"name\":\"a\"}", "null")),
                        TestRecord.of(event("d", "null", "null")),
                        TestRecord.of((byte[]) null),
                        TestRecord.of(event("c", "null", "{\"id\":2}"))))
                .isEqualTo(
                        "{\"kafka_offset\":42,\"kafka_tombstone\":false,\"change_op\":\"d\",\"id\":1,\"name\":\"a\"}\n"
                                + "{\"kafka_offset\":42,\"kafka_tombstone\":false,\"change_op\":\"d\"}\n"
                                + "{\"kafka_offset\":42,\"kafka_tombstone\":true,\"change_op\":null}\n"
                                + "{\"kafka_offset\":42,\"kafka_tombstone\":false,\"change_op\":\"c\",\"id\":2}\n");

        List<Group> rows = Written.rows(
                storing(FileKind.PARQUET).schema(schema()).format(),
                TestRecord.of(event("d", "{\"id\":1,\"name\":\"a\",\"tags\":[\"x\",\"y\"]}", "null")),
                TestRecord.of(event("d", "{\"id\":2,\"name\":null}", "null")),
                TestRecord.of(event("d", "null", "null")),
                TestRecord.of((byte[]) null),
                TestRecord.of(event("c", "null", "{\"id\":3,\"name\":\"c\",\"tags\":[\"z\"]}")));
        assertThat(rows.get(0).getString("name", 0)).isEqualTo("a");
        assertThat(rows.get(0).getGroup("tags", 0).getFieldRepetitionCount(0)).isEqualTo(2);
        assertThat(rows.get(1).getLong("id", 0)).isEqualTo(2);
        assertThat(rows.get(1).getFieldRepetitionCount("name")).isZero();
        assertThat(rows.get(1).getFieldRepetitionCount("tags")).isZero();
        assertThat(rows.get(2).getFieldRepetitionCount("id")).isZero();
        assertThat(rows.get(2).getString("change_op", 0)).isEqualTo("d");
        assertThat(rows.get(3).getFieldRepetitionCount("change_op")).isZero();
        assertThat(rows.get(3).getBoolean("kafka_tombstone", 0)).isTrue();
        assertThat(rows.get(4).getString("change_op", 0)).isEqualTo("c");
        assertThat(rows.get(4).getGroup("tags", 0).getFieldRepetitionCount(0)).isOne();
    }

    @Test
    void aRowThatIsNotDeletedMustBeWholeAlsoWhereDeletesAreStored() throws Exception {
        Settings settings = storing(FileKind.PARQUET).schema(schema());
        assertThat(sentence(settings, event("u", "null", "{\"id\":2}"))).isEqualTo("field 'name' is missing");
        assertThat(sentence(settings, event("u", "null", "{\"id\":2,\"name\":null}")))
                .isEqualTo("field 'name' is null, which its schema does not allow");
        assertThat(sentence(settings, event("d", "{\"id\":\"x\"}", "null"))).isEqualTo("field 'id' must be a number");
    }

    @Test
    void theEventTimeOfADeletedRowIsItsOwnIfItIsKnown() throws Exception {
        Path file = Files.writeString(folder.resolve("timed.avsc"), """
                {"type":"record","name":"T","fields":[{"name":"id","type":"long"},
                 {"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}}]}
                """);
        TopicFormat format = storing(FileKind.PARQUET)
                .schema(file.toString())
                .layout("{yyyy}")
                .eventTime("at", "UTC")
                .format();
        assertThat(format.route(TestRecord.of(event("d", "{\"id\":1,\"at\":\"2020-05-05T00:00:00Z\"}", "null"))))
                .isEqualTo("2020");
        assertThat(format.route(TestRecord.of(event("d", "{\"id\":1}", "null"))))
                .isEqualTo("2026");
        assertThat(format.route(TestRecord.of(event("c", "null", "{\"id\":1,\"at\":\"2020-05-05T00:00:00Z\"}"))))
                .isEqualTo("2020");
    }

    @Test
    void whatIsNoRowIsABadRecordThatSaysWhy() throws Exception {
        Settings settings = lines().schema(schema());
        assertThat(sentence(settings, event("t", "null", "null")))
                .isEqualTo("change event has op 't': its table was truncated, which is no row");
        assertThat(sentence(settings, "{\"op\":\"m\",\"message\":{\"prefix\":\"p\"}}"))
                .isEqualTo("change event has op 'm': a message of the database's log, which is no row");
        for (String op : List.of("", "x", "cc", "\\u0063")) {
            assertThat(sentence(settings, event(op, "null", "null")))
                    .isEqualTo("change event must have one of c, u, r, d, t and m as its 'op'");
        }
        // A heartbeat, a transaction's boundary, a change of schemas, a row without its event.
        for (String value : List.of(
                "{\"ts_ms\":1767225600456}",
                "{\"status\":\"BEGIN\",\"id\":\"571\",\"event_count\":null}",
                "{\"source\":{},\"ddl\":\"CREATE TABLE a (b int)\"}",
                "{\"schema\":{\"type\":\"struct\"},\"payload\":null}",
                "{\"id\":1,\"name\":\"a\"}",
                "{}")) {
            assertThat(sentence(settings, value)).isEqualTo("value is no change event of Debezium: it has no 'op'");
        }
        assertThat(sentence(settings, "[1]"))
                .isEqualTo("value is no change event of Debezium: it must be a JSON object");
        assertThat(sentence(settings, event("u", "{\"id\":1}", "null")))
                .isEqualTo("change event of op 'u' has no row in 'after'");
        assertThat(sentence(settings, event("d", "null", "{\"id\":1,\"name\":\"a\"}")))
                .isEqualTo("change event of op 'd' has a row in 'after', which a delete has not");
        assertThat(sentence(settings, event("c", "null", "\"{}\"")))
                .isEqualTo("change event must have an object or null as its 'after'");
        assertThat(sentence(settings, event("c", "7", "{\"id\":1,\"name\":\"a\"}")))
                .isEqualTo("change event must have an object or null as its 'before'");
        assertThat(sentence(settings, "{\"op\":1,\"after\":null}"))
                .isEqualTo("change event must have a string as its 'op'");
        assertThat(sentence(settings, "{\"op\":\"c\",\"op\":\"c\"}")).isEqualTo("change event has its 'op' twice");
        assertThat(sentence(
                        settings,
                        "{\"op\":\"c\",\"after\":{\"id\":1,\"name\":\"a\"},\"after\":{\"id\":1,\"name\":\"a\"}}"))
                .isEqualTo("change event has its 'after' twice");
        assertThat(sentence(lines(), "{\"op\":\"c\",\"after\":{},\"after\":{}}"))
                .isEqualTo("change event has its 'after' twice");
        assertThat(sentence(settings, "{\"op\":\"d\",\"before\":{},\"before\":{}}"))
                .isEqualTo("change event has its 'before' twice");
        assertThat(sentence(
                        settings,
                        event("c", "null", "{\"id\":1,\"name\":\"a\"}").replace("u0", "u") + "x"))
                .startsWith("value is not JSON: 'x' at byte");
        String whole = event("c", "null", "{\"id\":1,\"name\":\"a\"}");
        for (int length = 0; length < whole.length(); length++) {
            assertThat(sentence(settings, whole.substring(0, length))).startsWith("value is not JSON");
        }
        assertThat(sentence(
                        lines().columns(MetadataColumn.SOURCE_TIMESTAMP),
                        "{\"op\":\"c\",\"after\":{},\"source\":{\"a\":[],\"ts_ms\":\"1\"}}"))
                .isEqualTo("change event must have milliseconds since 1970 as its 'source.ts_ms'");
    }

    @Test
    void settingsThatDoNotGoTogetherAreToldAtTheStart() throws Exception {
        assertThat(TopicFormats.problems(
                        Settings.of(Values.PROTOBUF, FileKind.JSONL)
                                .schema("log-event")
                                .unwrap()
                                .build(),
                        "t"))
                .containsExactly("--unwrap debezium does not go with --value-format protobuf, only with json or avro");
        assertThat(TopicFormats.problems(
                        Settings.of(Values.JSON, FileKind.TEXT).unwrap().build(), "t"))
                .containsExactly(
                        "--unwrap debezium does not go with --file-format text, whose lines are whole values, must"
                                + " be parquet, avro, jsonl or json");
        assertThat(TopicFormats.problems(
                        lines().tombstones(Tombstones.STORE)
                                .columns(MetadataColumn.KEY)
                                .build(),
                        "t"))
                .containsExactly(
                        "--on-tombstone store with --unwrap debezium needs op among --metadata-columns: nothing"
                                + " else tells a deleted row from one that is there");
        assertThat(TopicFormats.problems(
                        Settings.of(Values.JSON, FileKind.JSONL)
                                .columns(MetadataColumn.OP, MetadataColumn.TRANSACTION, MetadataColumn.KEY)
                                .build(),
                        "t"))
                .containsExactly(
                        "--metadata-columns op or transaction needs --unwrap debezium: only change events say it");
    }

    /** A field of a Connect schema. */
    private static String field(String name, String type, String meaning, String parameters) {
        return "{\"type\":\"" + type + "\",\"optional\":true,\"field\":\"" + name + "\""
                + (meaning == null ? "" : ",\"name\":\"" + meaning + "\",\"version\":1")
                + (parameters == null ? "" : ",\"parameters\":" + parameters) + "}";
    }

    private static String embedded(String fields, String row) {
        String struct = "{\"type\":\"struct\",\"optional\":true,\"name\":\"shop.public.orders.Value\",\"fields\":["
                + fields + "],\"field\":";
        return "{\"schema\":{\"type\":\"struct\",\"fields\":[" + struct + "\"before\"}," + struct + "\"after\"},"
                + "{\"type\":\"string\",\"optional\":false,\"field\":\"op\"}],\"name\":\"Envelope\",\"version\":2},\"payload\":"
                + event("c", "null", row) + "}";
    }

    private static Settings columns() {
        return Settings.of(Values.JSON, FileKind.PARQUET).unwrap();
    }

    private static String typed(String name, String meaning) {
        return field(
                name,
                meaning.endsWith("Date") || meaning.endsWith(".Time") || meaning.endsWith("Year") ? "int32" : "int64",
                meaning,
                null);
    }

    @Test
    void typesOfTheEmbeddedSchemaAreWhatTheyMean() throws Exception {
        String fields = String.join(
                ",",
                typed("date", "io.debezium.time.Date"),
                typed("cdate", "org.apache.kafka.connect.data.Date"),
                typed("time", "io.debezium.time.Time"),
                typed("ctime", "org.apache.kafka.connect.data.Time"),
                typed("utime", "io.debezium.time.MicroTime"),
                typed("ntime", "io.debezium.time.NanoTime"),
                typed("ts", "io.debezium.time.Timestamp"),
                typed("uts", "io.debezium.time.MicroTimestamp"),
                typed("nts", "io.debezium.time.NanoTimestamp"),
                typed("cts", "org.apache.kafka.connect.data.Timestamp"),
                field("zts", "string", "io.debezium.time.ZonedTimestamp", null),
                field("ztime", "string", "io.debezium.time.ZonedTime", null),
                typed("year", "io.debezium.time.Year"),
                field(
                        "small",
                        "bytes",
                        "org.apache.kafka.connect.data.Decimal",
                        "{\"scale\":\"2\",\"connect.decimal.precision\":\"10\"}"),
                field(
                        "large",
                        "bytes",
                        "org.apache.kafka.connect.data.Decimal",
                        "{\"scale\":\"3\",\"connect.decimal.precision\":\"65\"}"),
                field("any", "bytes", "org.apache.kafka.connect.data.Decimal", "{\"scale\":\"0\"}"),
                field("raw", "bytes", null, null),
                field("int8", "int8", null, null),
                field("bool", "boolean", null, null),
                field("f", "float", null, null),
                field("d", "double", null, null),
                field("kind", "string", "io.debezium.data.Enum", "{\"allowed\":\"a,b\"}"),
                "{\"type\":\"array\",\"items\":{\"type\":\"int64\",\"optional\":true,\"name\":\"io.debezium.time.MicroTimestamp\"},"
                        + "\"optional\":false,\"field\":\"list\"}",
                "{\"type\":\"map\",\"keys\":{\"type\":\"string\"},\"values\":{\"type\":\"string\",\"optional\":true},"
                        + "\"optional\":true,\"field\":\"map\"}",
                "{\"type\":\"struct\",\"fields\":[{\"type\":\"int32\",\"field\":\"scale\"},{\"type\":\"bytes\",\"field\":\"value\"}],"
                        + "\"optional\":true,\"name\":\"io.debezium.data.VariableScaleDecimal\",\"field\":\"var\"}");
        BigInteger most = BigInteger.TEN.pow(38).subtract(BigInteger.ONE);
        String row = "{\"date\":-719162,\"cdate\":2932896,\"time\":0,\"ctime\":86399999,\"utime\":86399999999,"
                + "\"ntime\":86399999999999,\"ts\":-62135596800000,\"uts\":-9223372036854775808,"
                + "\"nts\":9223372036854775807,\"cts\":1,\"zts\":\"2026-03-01T12:00:00.123456+02:00\",\"ztime\":\"10:00Z\","
                + "\"year\":2026,\"small\":\"" + base64(new BigInteger("-9999999999")) + "\",\"large\":\""
                + base64(most.negate()) + "\",\"any\":\"" + base64(most)
                + "\",\"raw\":\"AP8=\",\"int8\":-128,\"bool\":true,"
                + "\"f\":1.5,\"d\":-2.5e300,\"kind\":\"a\",\"list\":[1,null],\"map\":{\"k\":null},"
                + "\"var\":{\"scale\":2,\"value\":\"AQ==\"}}";
        TopicFormat format = columns().format();
        format.route(TestRecord.of(embedded(fields, row)));
        byte[] file = Written.bytes(format, TestRecord.of(embedded(fields, row)));
        MessageType schema = ParquetRows.footer(file).getFileMetaData().getSchema();
        Group read = ParquetRows.read(file).get(0);

        assertThat(read.getInteger("date", 0)).isEqualTo(-719162);
        assertThat(read.getInteger("cdate", 0)).isEqualTo(2932896);
        assertThat(read.getInteger("time", 0)).isZero();
        assertThat(read.getInteger("ctime", 0)).isEqualTo(86_399_999);
        assertThat(read.getLong("utime", 0)).isEqualTo(86_399_999_999L);
        assertThat(read.getLong("ntime", 0)).isEqualTo(86_399_999_999_999L);
        assertThat(read.getLong("ts", 0)).isEqualTo(-62_135_596_800_000L);
        assertThat(read.getLong("uts", 0)).isEqualTo(Long.MIN_VALUE);
        assertThat(read.getLong("nts", 0)).isEqualTo(Long.MAX_VALUE);
        assertThat(read.getLong("cts", 0)).isOne();
        assertThat(read.getLong("zts", 0)).isEqualTo(1_772_359_200_123_456L);
        assertThat(read.getString("ztime", 0)).isEqualTo("10:00Z");
        assertThat(read.getInteger("year", 0)).isEqualTo(2026);
        assertThat(read.getLong("small", 0)).isEqualTo(-9_999_999_999L);
        assertThat(new BigDecimal(new BigInteger(read.getBinary("large", 0).getBytes()), 3))
                .isEqualTo(new BigDecimal(most.negate(), 3));
        assertThat(new BigInteger(read.getBinary("any", 0).getBytes())).isEqualTo(most);
        assertThat(read.getBinary("raw", 0).getBytes()).containsExactly(0, 0xff);
        assertThat(read.getInteger("int8", 0)).isEqualTo(-128);
        assertThat(read.getGroup("list", 0).getFieldRepetitionCount(0)).isEqualTo(2);
        assertThat(read.getGroup("var", 0).getInteger("scale", 0)).isEqualTo(2);

        assertThat(logical(schema, "date")).isEqualTo(LogicalTypeAnnotation.dateType());
        assertThat(logical(schema, "time")).isEqualTo(LogicalTypeAnnotation.timeType(false, TimeUnit.MILLIS));
        assertThat(logical(schema, "utime")).isEqualTo(LogicalTypeAnnotation.timeType(false, TimeUnit.MICROS));
        assertThat(logical(schema, "ntime")).isNull();
        assertThat(logical(schema, "ts")).isEqualTo(LogicalTypeAnnotation.timestampType(false, TimeUnit.MILLIS));
        assertThat(logical(schema, "uts")).isEqualTo(LogicalTypeAnnotation.timestampType(false, TimeUnit.MICROS));
        assertThat(logical(schema, "nts")).isEqualTo(LogicalTypeAnnotation.timestampType(false, TimeUnit.NANOS));
        assertThat(logical(schema, "cts")).isEqualTo(LogicalTypeAnnotation.timestampType(true, TimeUnit.MILLIS));
        assertThat(logical(schema, "zts")).isEqualTo(LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS));
        assertThat(logical(schema, "small")).isEqualTo(LogicalTypeAnnotation.decimalType(2, 10));
        assertThat(logical(schema, "large")).isEqualTo(LogicalTypeAnnotation.decimalType(3, 38));
        assertThat(logical(schema, "any")).isEqualTo(LogicalTypeAnnotation.decimalType(0, 38));
    }

    private static LogicalTypeAnnotation logical(MessageType schema, String column) {
        return schema.getType(column).getLogicalTypeAnnotation();
    }

    private static String base64(BigInteger unscaled) {
        return Base64.getEncoder().encodeToString(unscaled.toByteArray());
    }

    @Test
    void valuesBeyondTheTypeOfTheEmbeddedSchemaAreBadRecords() {
        assertThat(sentence(columns(), embedded(typed("t", "io.debezium.time.MicroTime"), "{\"t\":86400000000}")))
                .isEqualTo("field 't' is no time of day");
        assertThat(sentence(columns(), embedded(typed("t", "io.debezium.time.Time"), "{\"t\":-1}")))
                .isEqualTo("field 't' is no time of day");
        assertThat(sentence(columns(), embedded(typed("t", "io.debezium.time.Date"), "{\"t\":2147483648}")))
                .isEqualTo("field 't' must be a date or the days since 1970");
        assertThat(sentence(
                        columns(), embedded(typed("t", "io.debezium.time.Timestamp"), "{\"t\":9223372036854775808}")))
                .startsWith("field 't' must be a whole number");
        assertThat(sentence(
                        columns(),
                        embedded(field("t", "string", "io.debezium.time.ZonedTimestamp", null), "{\"t\":\"soon\"}")))
                .startsWith("field 't' must be an ISO-8601 time with an offset");
        assertThat(sentence(
                        columns(),
                        embedded(
                                field("t", "bytes", "org.apache.kafka.connect.data.Decimal", "{\"scale\":\"0\"}"),
                                "{\"t\":\"" + base64(BigInteger.TEN.pow(38)) + "\"}")))
                .startsWith("field 't' must have at most 38 digits");
    }

    @Test
    void embeddedSchemasThatAreNoneAreBadRecords() {
        assertThat(sentence(columns(), event("c", "null", "{\"id\":1}")))
                .isEqualTo(
                        "value has no schema before it, as Kafka Connect's JSON converter writes it with schemas.enable;"
                                + " without one --schema must say the columns");
        assertThat(sentence(columns(), "{\"schema\":{\"type\":\"struct\",\"fields\":[]},\"payload\":{}}"))
                .isEqualTo("the value's own schema is of no change event of Debezium: it has no struct 'after'");
        assertThat(sentence(columns(), embedded(field("x y", "int32", null, null), "{}")))
                .startsWith("the value's own schema cannot become columns: ");
        assertThat(sentence(columns(), embedded(field("x", "int128", null, null), "{}")))
                .isEqualTo("the value's own schema has the field 'x', of a type that Kafka Connect does not have");
        assertThat(sentence(
                        columns(),
                        embedded(
                                field("x", "bytes", "org.apache.kafka.connect.data.Decimal", "{\"scale\":\"39\"}"),
                                "{}")))
                .startsWith("the value's own schema cannot become columns: ");
        assertThat(sentence(
                        columns(),
                        embedded(
                                field("x", "bytes", "org.apache.kafka.connect.data.Decimal", "{\"scale\":\"many\"}"),
                                "{}")))
                .startsWith("the value's own schema cannot become columns: ");
        assertThat(sentence(columns(), embedded("", "{}"))).contains("record without fields");
    }

    @Test
    void columnsGrowWithTheEmbeddedSchema() throws Exception {
        TopicFormat format = columns().format();
        TestRecord narrow = TestRecord.of(embedded(field("a", "int32", null, null), "{\"a\":1}"));
        TestRecord wide = TestRecord.of(embedded(
                field("a", "int64", null, null) + "," + field("b", "string", null, null),
                "{\"a\":8589934592,\"b\":\"x\"}"));
        assertThat(format.changesColumns(narrow)).isFalse();
        format.route(narrow);
        assertThat(format.changesColumns(narrow)).isFalse();
        assertThat(format.changesColumns(wide)).isTrue();
        format.route(wide);
        assertThat(format.changesColumns(narrow)).isFalse();
        List<Group> rows = Written.rows(format, wide, narrow);
        assertThat(rows.get(0).getLong("a", 0)).isEqualTo(8_589_934_592L);
        assertThat(rows.get(1).getLong("a", 0)).isOne();
        assertThat(rows.get(1).getFieldRepetitionCount("b")).isZero();

        TestRecord other = TestRecord.of(embedded(typed("a", "io.debezium.time.MicroTimestamp"), "{\"a\":1}"));
        TestRecord another = TestRecord.of(embedded(typed("a", "io.debezium.time.Timestamp"), "{\"a\":1}"));
        TopicFormat fresh = columns().format();
        fresh.route(other);
        assertThatThrownBy(() -> fresh.changesColumns(another))
                .hasMessage(
                        "field 'a' is long (local-timestamp-millis) in the value's own schema, which cannot become long"
                                + " (local-timestamp-micros) of the value's own schema");
    }

    @Test
    void withASchemaTheEmbeddedOneIsPassedOver() throws Exception {
        Path file = Files.writeString(folder.resolve("decimal.avsc"), """
                {"type":"record","name":"D","fields":[{"name":"price","type":{"type":"bytes","logicalType":"decimal",
                 "precision":10,"scale":2}}]}
                """);
        Group row = Written.rows(
                        columns()
                                .schema(file.toString())
                                .reading(DecimalEncoding.BASE64, null)
                                .format(),
                        TestRecord.of(embedded(
                                field("price", "bytes", "org.apache.kafka.connect.data.Decimal", "{\"scale\":\"2\"}"),
                                "{\"price\":\"MTIz\"}")))
                .get(0);
        assertThat(row.getLong("price", 0)).isEqualTo(3_224_115L);
    }

    @Test
    void whatLooksAtSingleRecordsShowsRows() throws Exception {
        JsonTexts texts = new JsonTexts(Values.JSON, lines().build().described(), "t", FormatAids.none());
        assertThat(texts.of(TestRecord.of(event("c", "null", "{\"id\":1}")))).isEqualTo("{\"id\":1}");
        assertThat(texts.of(TestRecord.of(embedded(field("id", "int32", null, null), "{\"id\":2}"))))
                .isEqualTo("{\"id\":2}");
        assertThatThrownBy(() -> texts.of(TestRecord.of(event("d", "{\"id\":1}", "null"))))
                .hasMessage(
                        "record deletes its row (op 'd') and has no new one, which only --on-tombstone store keeps");
    }
}
