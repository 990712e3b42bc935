package io.millrace.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.formats.bytes.Bytes;
import io.millrace.formats.file.DataFile;
import io.millrace.formats.metadata.MetadataColumn;
import io.millrace.record.BadRecordException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A record that is kept and made ready later goes into its file as if it had gone there at once. */
class KeptRecordsTest {
    private static final int MIB = 1 << 20;
    private static final String SCHEMA = """
            {"type":"record","name":"All","fields":[
             {"name":"text","type":"string"},
             {"name":"maybe","type":["null","string"]},
             {"name":"number","type":"long"},
             {"name":"small","type":["null","int"]},
             {"name":"real","type":["null","double"]},
             {"name":"single","type":"float"},
             {"name":"flag","type":["null","boolean"]},
             {"name":"at","type":{"type":"long","logicalType":"timestamp-micros"}},
             {"name":"price","type":["null",{"type":"fixed","name":"F","size":16,"logicalType":"decimal","precision":30,"scale":2}]},
             {"name":"words","type":{"type":"array","items":["null","string"]}},
             {"name":"counts","type":["null",{"type":"map","values":"long"}]},
             {"name":"parts","type":{"type":"array","items":{"type":"record","name":"Part","fields":[
              {"name":"name","type":"string"},
              {"name":"values","type":{"type":"array","items":"double"}}]}}}]}
            """;

    private enum Kind {
        PARQUET(FileKind.PARQUET),
        AVRO(FileKind.AVRO),
        LINES(FileKind.JSONL),
        INDENTED(FileKind.JSON);

        private final FileKind files;

        Kind(FileKind files) {
            this.files = files;
        }

        TopicFormat format(Path folder, long room) throws Exception {
            Path schema = folder.resolve("all.avsc");
            Files.writeString(schema, SCHEMA);
            Settings settings = Settings.of(Values.JSON, files)
                    .schema(schema.toString())
                    .columns(MetadataColumn.OFFSET, MetadataColumn.PARTITION, MetadataColumn.KEY)
                    .layout("{text}");
            return TopicFormats.create(settings.build(), "readings", room);
        }
    }

    private static String list(Random random, int most, IntFunction<String> entry) {
        return IntStream.range(0, random.nextInt(most + 1)).mapToObj(entry).collect(Collectors.joining(","));
    }

    private static String orNull(Random random, String text) {
        return random.nextInt(3) == 0 ? "null" : text;
    }

    /** Some texts are long, some have escapes, which go elsewhere in the row than those without. */
    private static String text(Random random) {
        String some = "x".repeat(random.nextInt(random.nextInt(10) == 0 ? 600 : 20)) + random.nextInt(50);
        return "\"" + some + (random.nextBoolean() ? "\\u00e9\\n" : "") + "\"";
    }

    private static TestRecord record(Random random, int offset) {
        String json = "{\"text\":\"f" + random.nextInt(3) + "\",\"maybe\":" + orNull(random, text(random))
                + ",\"number\":" + random.nextLong() + ",\"small\":" + orNull(random, "" + random.nextInt())
                + ",\"real\":" + orNull(random, "" + random.nextGaussian()) + ",\"single\":-" + random.nextFloat()
                + ",\"flag\":" + orNull(random, "" + random.nextBoolean()) + ",\"at\":\"2026-01-01T00:00:0"
                + random.nextInt(10) + "Z\",\"price\":" + orNull(random, "-12345678901234567890." + (10 + offset % 90))
                + ",\"words\":[" + list(random, 30, i -> orNull(random, text(random))) + "],\"counts\":"
                + orNull(random, "{" + list(random, 20, i -> "\"k" + i + "\":" + random.nextInt()) + "}")
                + ",\"parts\":["
                + list(
                        random,
                        4,
                        i -> "{\"name\":" + text(random) + ",\"values\":["
                                + list(random, 5, j -> "" + random.nextDouble()) + "]}")
                + "]}";
        TestRecord record = TestRecord.of(json);
        return new TestRecord(
                record.topic(),
                record.partition(),
                offset,
                record.timestampMillis(),
                random.nextBoolean() ? null : ByteBuffer.wrap(("key" + offset).getBytes(StandardCharsets.UTF_8)),
                record.value());
    }

    /** What is kept of records: where each begins, and where the last one ends. */
    private record Kept(Bytes bytes, List<Integer> starts) {
        static Kept of(TopicFormat format, List<TestRecord> records) throws Exception {
            Bytes bytes = new Bytes(7);
            bytes.putInt(-1);
            List<Integer> starts = new ArrayList<>();
            for (TestRecord record : records) {
                format.route(record);
                starts.add(bytes.size);
                long length = format.keptBytes();
                format.keep(bytes);
                assertThat(bytes.size - starts.get(starts.size() - 1)).isEqualTo(length);
            }
            starts.add(bytes.size);
            format.release();
            return new Kept(bytes, starts);
        }

        void restore(TopicFormat format, int number) {
            format.restore(3, bytes.array, starts.get(number), starts.get(number + 1));
        }
    }

    /** Avro's files have 16 random bytes behind their head and each block, and so at their end. */
    private static String withoutMarks(Kind kind, byte[] file) {
        String text = new String(file, StandardCharsets.ISO_8859_1);
        return kind == Kind.AVRO ? text.replace(text.substring(text.length() - 16), "mark") : text;
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void filesHaveTheSameBytesWhicheverWayTheirRecordsCame(Kind kind, @TempDir Path folder) throws Exception {
        Random random = new Random(23);
        List<TestRecord> records = new ArrayList<>();
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            records.add(record(random, i));
            order.add(i);
        }
        Collections.shuffle(order, random);
        byte[] atOnce = Written.bytes(
                kind.format(folder, Long.MAX_VALUE),
                order.stream().map(records::get).toArray(TestRecord[]::new));

        TopicFormat format = kind.format(folder, Long.MAX_VALUE);
        Kept kept = Kept.of(format, records);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DataFile file = format.open(out);
        for (int number : order) {
            if (random.nextInt(10) == 0) {
                // Another record that comes in between, as in a batch that is committed in the middle of a poll.
                format.route(record(random, 0));
            }
            kept.restore(format, number);
            file.append();
        }
        file.finish();

        assertThat(withoutMarks(kind, out.toByteArray()).equals(withoutMarks(kind, atOnce)))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aKeptRecordNeverNeedsMoreThanOneMayHave(Kind kind, @TempDir Path folder) throws Exception {
        Random random = new Random(29);
        TopicFormat format = kind.format(folder, MIB);
        Bytes bytes = new Bytes(16);
        int huge = 0;
        for (int i = 0; i < 300; i++) {
            String json = "{\"text\":\"f\",\"maybe\":\"" + "y".repeat(random.nextInt(50_000)) + "\\n\",\"number\":1,"
                    + "\"single\":1,\"at\":0,\"words\":[" + "\"\",".repeat(random.nextInt(2_500))
                    + "\"\"],\"parts\":[]}";
            format.route(TestRecord.of(json));
            bytes.clear();
            format.keep(bytes);
            format.restore(3, bytes.array, 0, bytes.size);
            assertThat(format.neededBytes()).isLessThanOrEqualTo(MIB);
            huge += format.neededBytes() > MIB / 2 ? 1 : 0;
        }
        assertThat(huge > 0).isEqualTo(kind == Kind.PARQUET || kind == Kind.AVRO);
    }

    /**
     * Column by column a record asks for its heap in another order than while it was decoded, and at one moment for more: what was
     * good must not become bad on its way into a file, where nobody expects it.
     */
    @Test
    void whatWasGoodStaysGood(@TempDir Path folder) throws Exception {
        Path schema = folder.resolve("lists.avsc");
        Files.writeString(schema, """
                {"type":"record","name":"Lists","fields":[
                 {"name":"b","type":{"type":"array","items":"int"}},
                 {"name":"a","type":{"type":"array","items":"int"}}]}
                """);
        Bytes bytes = new Bytes(16);
        int good = 0;
        int bad = 0;
        for (String form : List.of("{\"a\":[%s],\"b\":[%s]}", "{\"b\":[%2$s],\"a\":[%1$s]}")) {
            TestRecord record = TestRecord.of(form.formatted("7,".repeat(3_000) + "7", "7,".repeat(1_500) + "7"));
            for (long room = 100_000; room < 4 * MIB; room += 20_000) {
                TopicFormat format = TopicFormats.create(
                        Settings.of(Values.JSON, FileKind.PARQUET)
                                .schema(schema.toString())
                                .build(),
                        "t",
                        room);
                try {
                    format.route(record);
                } catch (BadRecordException e) {
                    bad++;
                    continue;
                }
                good++;
                bytes.clear();
                format.keep(bytes);
                format.restore(3, bytes.array, 0, bytes.size);
                assertThat(format.neededBytes()).isLessThanOrEqualTo(room);
            }
        }
        assertThat(good).isPositive();
        assertThat(bad).isPositive();
    }

    /** Rows of two partitions wait by turns, and those of one have a column more than those of the other. */
    @Test
    void eachPartitionsRowsComeBackInItsOwnColumns() throws Exception {
        GrowingTopic topic = new GrowingTopic() {};
        topic.schema(1, GrowingTopic.field("a", "\"int\""));
        topic.schema(2, GrowingTopic.field("a", "\"int\""), GrowingTopic.field("b", "\"string\"", "\"\""));
        TestRecord one = topic.record(1, "{\"a\":1}").at(0, 0);
        TestRecord other = topic.record(2, "{\"a\":2,\"b\":\"two\"}").at(1, 0);
        TopicFormat format = topic.format(FileKind.PARQUET);
        format.route(one);
        Bytes ofOne = new Bytes(16);
        format.keep(ofOne);
        format.route(other);
        Bytes ofOther = new Bytes(16);
        format.keep(ofOther);

        format.restore(0, ofOne.array, 0, ofOne.size);
        assertThat(file(format)).isEqualTo(alone(topic, one));
        format.restore(1, ofOther.array, 0, ofOther.size);
        assertThat(file(format)).isEqualTo(alone(topic, other));
    }

    private static byte[] alone(GrowingTopic topic, TestRecord record) throws Exception {
        TopicFormat format = topic.format(FileKind.PARQUET);
        format.route(record);
        return file(format);
    }

    private static byte[] file(TopicFormat format) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DataFile file = format.open(out);
        file.append();
        file.finish();
        return out.toByteArray();
    }
}
