package io.millrace.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdInputStream;
import io.millrace.formats.file.Compression;
import io.millrace.formats.file.DataFile;
import io.millrace.formats.metadata.MetadataColumn;
import io.millrace.record.BadRecordException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.SnappyCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LineFormatTest {
    private static TopicFormat format(Values values, FileKind files, MetadataColumn... columns) {
        return Settings.of(values, files).columns(columns).format();
    }

    private static InputStream reader(Compression compression, byte[] file) throws Exception {
        InputStream in = new ByteArrayInputStream(file);
        return switch (compression) {
            case NONE -> in;
            case GZIP -> new GZIPInputStream(in);
            case ZSTD -> new ZstdInputStream(in);
            case SNAPPY -> {
                SnappyCodec codec = new SnappyCodec();
                codec.setConf(new Configuration(false));
                yield codec.createInputStream(in);
            }
        };
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void linesComeBackThroughTheReaderOfEachCompression(Compression compression) throws Exception {
        TopicFormat format =
                Settings.of(Values.TEXT, FileKind.TEXT).compression(compression).format();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DataFile file = format.open(out);
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            String line = "2026-03-01 12:00:00,000 INFO line " + i * 7919;
            format.route(TestRecord.of(line));
            file.append();
            expected.append(line).append('\n');
        }
        file.finish();

        assertThat(file.rows()).isEqualTo(20_000);
        assertThat(file.bytes()).isEqualTo(out.size());
        String read = new String(reader(compression, out.toByteArray()).readAllBytes(), StandardCharsets.UTF_8);
        assertThat(read).isEqualTo(expected.toString());
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void aFileThatIsThrownAwayWritesNothingMore(Compression compression) throws Exception {
        TopicFormat format =
                Settings.of(Values.TEXT, FileKind.TEXT).compression(compression).format();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DataFile file = format.open(out);
        format.route(TestRecord.of("x"));
        file.append();
        int before = out.size();

        file.abandon();
        file.abandon();

        assertThat(out.size()).isEqualTo(before);
        assertThat(file.bufferedBytes()).isZero();
    }

    @Test
    void oneRecordIsOneLineWhateverLineEndsAreInIt() throws Exception {
        String text = Written.text(
                format(Values.TEXT, FileKind.TEXT),
                TestRecord.of("plain"),
                TestRecord.of("closed\n"),
                TestRecord.of("windows\r\n"),
                TestRecord.of("trace\n\tat A\r\n\tat B\n"),
                TestRecord.of(""),
                TestRecord.of("blanks  "));

        assertThat(text).isEqualTo("plain\nclosed\nwindows\ntrace\\n\tat A\\r\\n\tat B\n\nblanks  \n");
    }

    @Test
    void textThatIsNotUtf8IsABadRecordAndBytesAreNotLookedAt() throws Exception {
        byte[] latin1 = "caf\u00e9".getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> format(Values.TEXT, FileKind.TEXT).route(TestRecord.of(latin1)))
                .isInstanceOf(BadRecordException.class)
                .hasMessage("value is not UTF-8 text");

        assertThat(Written.bytes(format(Values.BYTES, FileKind.TEXT), TestRecord.of(latin1)))
                .containsExactly('c', 'a', 'f', 0xe9, '\n');
    }

    @Test
    void jsonLinesAreOneLineEachWithNumbersAndOrderUntouched() throws Exception {
        String text = Written.text(
                format(Values.JSON, FileKind.JSONL),
                TestRecord.of("{ \"b\" : 1.50,\r\n \"a\" : [ 1e400, \"x \\n y\" ] }"),
                TestRecord.of("[ ]"),
                TestRecord.of(" \"s\" "));

        assertThat(text).isEqualTo("{\"b\":1.50,\"a\":[1e400,\"x \\n y\"]}\n[]\n\"s\"\n");
    }

    @Test
    void jsonFilesAreIndentedAndHoldOneRecordEach() throws Exception {
        TopicFormat format = format(Values.JSON, FileKind.JSON);

        assertThat(format.maxRowsPerFile()).isEqualTo(1);
        assertThat(format.extension()).isEqualTo("json");
        assertThat(Written.text(format, TestRecord.of("{\"a\":{\"b\":[1,{}],\"c\":[]},\"d\":\"x{,}:\\\"\"}")))
                .isEqualTo("""
                        {
                          "a": {
                            "b": [
                              1,
                              {}
                            ],
                            "c": []
                          },
                          "d": "x{,}:\\""
                        }
                        """);
    }

    @Test
    void metadataStandsAtTheFrontOfTheObject() throws Exception {
        TopicFormat format = format(
                Values.JSON,
                FileKind.JSONL,
                MetadataColumn.TOPIC,
                MetadataColumn.PARTITION,
                MetadataColumn.OFFSET,
                MetadataColumn.TIMESTAMP,
                MetadataColumn.KEY,
                MetadataColumn.KEY_BYTES);

        String text = Written.text(
                format,
                TestRecord.of("{\"a\":1}").withKey("k\"1".getBytes(StandardCharsets.UTF_8)),
                TestRecord.of("{}"));

        assertThat(text)
                .isEqualTo(
                        "{\"kafka_topic\":\"readings\",\"kafka_partition\":3,\"kafka_offset\":42,"
                                + "\"kafka_timestamp\":\"2026-01-01T00:00:00.000Z\",\"kafka_key\":\"k\\\"1\","
                                + "\"kafka_key_bytes\":\"ayIx\",\"a\":1}\n"
                                + "{\"kafka_topic\":\"readings\",\"kafka_partition\":3,\"kafka_offset\":42,"
                                + "\"kafka_timestamp\":\"2026-01-01T00:00:00.000Z\",\"kafka_key\":null,\"kafka_key_bytes\":null}\n");
    }

    @Test
    void textAndBytesBecomeObjects() throws Exception {
        assertThat(Written.text(format(Values.TEXT, FileKind.JSONL), TestRecord.of("a\n\"b\"\u0001\u00e9")))
                .isEqualTo("{\"value\":\"a\\n\\\"b\\\"\\u0001\u00e9\"}\n");
        assertThat(Written.text(format(Values.BYTES, FileKind.JSONL), TestRecord.of(new byte[] {1, 2, -1})))
                .isEqualTo("{\"value\":\"AQL/\"}\n");
    }

    @Test
    void aSchemaChecksJsonLinesToo() throws Exception {
        TopicFormat format = Settings.of(Values.JSON, FileKind.JSONL)
                .schema("weather-report")
                .format();

        format.route(TestRecord.of("{\"station_id\":\"S\",\"date\":\"2026-03-01\",\"degrees\":3}"));
        assertThatThrownBy(() -> format.route(TestRecord.of("{\"station_id\":\"S\",\"date\":\"2026-03-01\"}")))
                .hasMessage("field 'degrees' is missing");
    }

    @Test
    void aTombstoneIsABadRecord() {
        assertThatThrownBy(() -> format(Values.TEXT, FileKind.TEXT).route(TestRecord.of((byte[]) null)))
                .isInstanceOf(BadRecordException.class)
                .hasMessage("record has no value (a tombstone)");
    }
}
