package io.millrace.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.formats.metadata.MetadataColumn;
import io.millrace.formats.value.DecimalEncoding;
import io.millrace.formats.value.TimestampUnit;
import io.millrace.record.BadRecordException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What JSON leaves open is said by options, and what readers would take in two ways is refused. */
class JsonReadingTest {
    @TempDir
    private Path folder;

    private String schema(String fields) throws Exception {
        Path file = folder.resolve("schema.avsc");
        Files.writeString(file, "{\"type\":\"record\",\"name\":\"R\",\"fields\":[" + fields + "]}");
        return file.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "seconds,1767225600,2026-01-01",
        "seconds,1767225600.5,2026-01-01",
        "seconds,-0.001,1969-12-31",
        "millis,1767225600000,2026-01-01",
        "micros,1767225600000000,2026-01-01",
        "nanos,1767225600000000000,2026-01-01",
        "nanos,-1,1969-12-31"
    })
    void numbersAreTimesInTheUnitThatTheOptionSays(String unit, String number, String date) throws Exception {
        TimestampUnit timestampUnit = TimestampUnit.valueOf(unit.toUpperCase(java.util.Locale.ROOT));
        for (String logical : new String[] {"timestamp-millis", "timestamp-micros"}) {
            TopicFormat format = Settings.of(Values.JSON, FileKind.PARQUET)
                    .schema(schema(
                            "{\"name\":\"ts\",\"type\":{\"type\":\"long\",\"logicalType\":\"" + logical + "\"}}"))
                    .reading(DecimalEncoding.TEXT, timestampUnit)
                    .layout("dt={yyyy-MM-dd}")
                    .eventTime("ts", "UTC")
                    .format();
            assertThat(format.route(TestRecord.of("{\"ts\":" + number + "}"))).isEqualTo("dt=" + date);
        }
        // Without a schema the event time is a mere text.
        TopicFormat plain = Settings.of(Values.JSON, FileKind.JSONL)
                .reading(DecimalEncoding.TEXT, timestampUnit)
                .layout("dt={yyyy-MM-dd}")
                .eventTime("ts", "UTC")
                .format();
        assertThat(plain.route(TestRecord.of("{\"ts\":" + number + "}"))).isEqualTo("dt=" + date);
        assertThat(plain.route(TestRecord.of("{\"ts\":\"2026-01-01T00:00:00Z\"}")))
                .isEqualTo("dt=2026-01-01");
    }

    @ParameterizedTest
    @CsvSource({
        "1767225600000,2026-01-01,",
        "946684800000,2000-01-01,",
        "4102444799999,2099-12-31,",
        "946684799999,,946684799999",
        "4102444800000,,4102444800000",
        "1767225600,,1767225600",
        "1767225600.5,,1767225600.5",
        "1767225600000000,,1767225600000000",
        "1767225600000000000,,1767225600000000000",
        "-1,,-1"
    })
    void aNumberWhoseUnitNobodySaidIsNoTimeOfAnotherCentury(String number, String date, String refused)
            throws Exception {
        TopicFormat plain = Settings.of(Values.JSON, FileKind.JSONL)
                .layout("dt={yyyy-MM-dd}")
                .eventTime("ts", "UTC")
                .format();
        TopicFormat column = Settings.of(Values.JSON, FileKind.PARQUET)
                .schema(schema("{\"name\":\"ts\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}}"))
                .layout("dt={yyyy-MM-dd}")
                .eventTime("ts", "UTC")
                .format();
        TopicFormat whole = Settings.of(Values.JSON, FileKind.PARQUET)
                .schema(schema("{\"name\":\"ts\",\"type\":\"long\"}"))
                .layout("dt={yyyy-MM-dd}")
                .eventTime("ts", "UTC")
                .format();
        for (TopicFormat format : new TopicFormat[] {plain, column, whole}) {
            TestRecord record = TestRecord.of("{\"ts\":" + number + "}");
            if (date != null) {
                assertThat(format.route(record)).isEqualTo("dt=" + date);
            } else if (format == plain || !refused.contains(".")) {
                assertThatThrownBy(() -> format.route(record))
                        .isInstanceOf(BadRecordException.class)
                        .hasMessageContaining(
                                "'ts' is " + refused + ", which as millis is not within the years 2000 to 2099:"
                                        + " --timestamp-unit must say what such numbers are");
            }
        }
    }

    @Test
    void zeroIsZeroInEveryUnit() throws Exception {
        TopicFormat format = Settings.of(Values.JSON, FileKind.PARQUET)
                .schema(schema("{\"name\":\"ts\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"}}"))
                .format();
        assertThat(Written.rows(format, TestRecord.of("{\"ts\":0}")).get(0).getLong("ts", 0))
                .isZero();
    }

    @Test
    void secondsBeyondWhatATimestampCanBeAreABadRecord() throws Exception {
        TopicFormat format = Settings.of(Values.JSON, FileKind.PARQUET)
                .schema(schema("{\"name\":\"ts\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}}"))
                .reading(DecimalEncoding.TEXT, TimestampUnit.SECONDS)
                .format();
        assertThatThrownBy(() -> format.route(TestRecord.of("{\"ts\":17672256000000000}")))
                .isInstanceOf(BadRecordException.class)
                .hasMessage("field 'ts' is a number of seconds beyond what a timestamp can be");
    }

    @ParameterizedTest
    @CsvSource({"1234,-26588.24", "MTIz,32241.15", "fw==,1.27", "/w==,-0.01", "AA==,0.00"})
    void base64OfADecimalIsTheNumberThatWasMeant(String base64, String number) throws Exception {
        for (int precision : new int[] {18, 38}) {
            TopicFormat format = Settings.of(Values.JSON, FileKind.PARQUET)
                    .schema(schema("{\"name\":\"price\",\"type\":{\"type\":\"bytes\",\"logicalType\":\"decimal\","
                            + "\"precision\":" + precision + ",\"scale\":2}}"))
                    .reading(DecimalEncoding.BASE64, null)
                    .format();
            for (String json : new String[] {"\"" + base64 + "\"", number}) {
                var row = Written.rows(format, TestRecord.of("{\"price\":" + json + "}"))
                        .get(0);
                BigInteger unscaled = precision == 18
                        ? BigInteger.valueOf(row.getLong("price", 0))
                        : new BigInteger(row.getBinary("price", 0).getBytes());
                assertThat(new BigDecimal(unscaled, 2)).isEqualByComparingTo(number);
            }
            assertThatThrownBy(() -> format.route(TestRecord.of("{\"price\":\"12.34\"}")))
                    .isInstanceOf(BadRecordException.class);
            assertThatThrownBy(() -> format.route(TestRecord.of("{\"price\":\"\"}")))
                    .isInstanceOf(BadRecordException.class)
                    .hasMessageContaining("must be base64 of 1 to 64 bytes");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"labels\":{\"a\":1,\"a\":2}} | true",
                "{\"labels\":{\"a\":1,\"\\u0061\":2}} | true",
                "{\"labels\":{\"a\":1,\"b\":2}} | false",
                "{\"labels\":{}} | false"
            })
    void aMapWithTheSameKeyTwiceIsABadRecord(String json, boolean bad) throws Exception {
        TopicFormat format = Settings.of(Values.JSON, FileKind.PARQUET)
                .schema(schema("{\"name\":\"labels\",\"type\":{\"type\":\"map\",\"values\":\"long\"}}"))
                .format();
        // The row before leaves its keys behind.
        format.route(TestRecord.of("{\"labels\":{\"a\":1,\"c\":2}}"));
        if (bad) {
            assertThatThrownBy(() -> format.route(TestRecord.of(json)))
                    .isInstanceOf(BadRecordException.class)
                    .hasMessage("field 'labels' has a key twice");
        } else {
            format.route(TestRecord.of(json));
        }
    }

    @Test
    void keysOfALargeMapAndOfEachMapInAListAreComparedWithinTheirMapOnly() throws Exception {
        TopicFormat format = Settings.of(Values.JSON, FileKind.PARQUET)
                .schema(schema("{\"name\":\"maps\",\"type\":{\"type\":\"array\",\"items\":"
                        + "{\"type\":\"map\",\"values\":\"long\"}}}"))
                .format();
        StringBuilder large = new StringBuilder("{");
        for (int i = 0; i < 40; i++) {
            large.append("\"k").append(i).append("\":1,");
        }
        format.route(TestRecord.of("{\"maps\":[{\"k0\":1}," + large + "\"x\":1},{\"k0\":1}]}"));
        assertThatThrownBy(() -> format.route(TestRecord.of("{\"maps\":[{\"k0\":1}," + large + "\"k7\":1}]}")))
                .hasMessage("field 'maps' has a key twice");
    }

    @Test
    void aValueThatHasAFieldOfAMetadataColumnIsABadRecord() throws Exception {
        TopicFormat format = Settings.of(Values.JSON, FileKind.JSONL)
                .columns(MetadataColumn.OFFSET)
                .format();
        for (String json : new String[] {
            "{\"kafka_offset\":\"mine\",\"n\":1}", "{\"n\":[{}], \"kafk\\u0061_offset\" : 1}",
        }) {
            assertThatThrownBy(() -> format.route(TestRecord.of(json)))
                    .isInstanceOf(BadRecordException.class)
                    .hasMessageContaining("--metadata-columns");
        }
        assertThat(Written.text(format, TestRecord.of("{\"n\":{\"kafka_offset\":1},\"v\":\"kafka_offset\"}")))
                .isEqualTo("{\"kafka_offset\":42,\"n\":{\"kafka_offset\":1},\"v\":\"kafka_offset\"}\n");
    }
}
