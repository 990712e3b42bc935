package io.millrace.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.formats.metadata.MetadataColumn;
import io.millrace.record.BadRecordException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whether a record fits is said by the record alone, or one that waits would be refused when it is written. */
class RoomOfARecordTest {
    private static final int MIB = 1 << 20;
    private static final String SCHEMA = """
            {"type":"record","name":"Parts","fields":[{"name":"text","type":"string"},
             {"name":"numbers","type":{"type":"array","items":"long"}},
             {"name":"words","type":{"type":"array","items":"string"}}]}
            """;

    private enum Kind {
        PARQUET(FileKind.PARQUET, 4 * MIB),
        AVRO(FileKind.AVRO, 4 * MIB),
        LINES(FileKind.JSONL, 3 * MIB),
        INDENTED(FileKind.JSON, MIB);

        private final FileKind files;
        private final long room;

        Kind(FileKind files, long room) {
            this.files = files;
            this.room = room;
        }

        TopicFormat format(Path folder) throws Exception {
            Settings settings = Settings.of(Values.JSON, files);
            if (files == FileKind.PARQUET || files == FileKind.AVRO) {
                Path schema = folder.resolve("parts.avsc");
                Files.writeString(schema, SCHEMA);
                settings.schema(schema.toString());
            } else if (files == FileKind.JSONL) {
                settings.columns(Arrays.stream(MetadataColumn.values())
                        .filter(column -> !column.isOfChanges())
                        .toArray(MetadataColumn[]::new));
            }
            return TopicFormats.create(settings.build(), "t", room);
        }
    }

    private static String record(Random random) {
        // With an escape the text goes into the scratch. The lengths are around what there is room for.
        int text = random.nextBoolean() ? 1 : random.nextInt(600_000);
        int numbers = random.nextBoolean() ? 2 : random.nextInt(25_000);
        int words = random.nextBoolean() ? 1 : random.nextInt(12_000);
        return "{\"text\":\"" + "a".repeat(text) + "\\n\",\"numbers\":[" + "7,".repeat(numbers) + "7],\"words\":["
                + "\"w\\t\",".repeat(words) + "\"w\"]}";
    }

    private static String verdict(TopicFormat format, TestRecord record) throws Exception {
        try {
            format.route(record);
            return "good, needs " + format.neededBytes();
        } catch (BadRecordException e) {
            return e.getMessage();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aRecordThatIsGoodNeverNeedsMoreThanItMayHave(Kind kind, @TempDir Path folder) throws Exception {
        Random random = new Random(18);
        TopicFormat format = kind.format(folder);
        int good = 0;
        for (int i = 0; i < 300; i++) {
            if (verdict(format, TestRecord.of(record(random))).startsWith("good")) {
                assertThat(format.neededBytes()).isLessThanOrEqualTo(kind.room);
                good++;
            }
        }
        assertThat(good).isBetween(20, 299);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void theVerdictOnARecordIsTheSameWhateverCameBeforeIt(Kind kind, @TempDir Path folder) throws Exception {
        Random random = new Random(17);
        List<TestRecord> records = new ArrayList<>();
        List<String> alone = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            TestRecord record = TestRecord.of(record(random));
            records.add(record);
            alone.add(verdict(kind.format(folder), record));
        }
        assertThat(alone).anyMatch(said -> said.startsWith("good")).anyMatch(said -> !said.startsWith("good"));

        TopicFormat used = kind.format(folder);
        for (int i = 0; i < 1_000; i++) {
            int next = random.nextInt(records.size());
            assertThat(verdict(used, records.get(next))).isEqualTo(alone.get(next));
            if (random.nextInt(10) == 0) {
                used.release();
            }
        }
    }
}
