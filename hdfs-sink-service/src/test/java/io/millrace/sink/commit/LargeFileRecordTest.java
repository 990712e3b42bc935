package io.millrace.sink.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sink.commit.UpkeepRecord.LetGoFile;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LargeFileRecordTest {
    private static final LargeFile LARGE = new LargeFile(
            "dt=1/t-compacted-3-0.txt",
            List.of(new LetGoFile("dt=1/t.txt", 2, 20, 7), new LetGoFile("dt=1/u.txt", 1, 9, 8)));

    private static UpkeepRecord record(UpkeepRecord.Kind kind, List<LetGoFile> files, List<LargeFile> large) {
        return new UpkeepRecord(3, "id", kind, "anna", Instant.EPOCH, "why", files, 6, large);
    }

    @Test
    void aRecordOfLargeFilesIsReadAsItWasWritten() {
        UpkeepRecord record = record(UpkeepRecord.Kind.COMPACT, List.of(), List.of(LARGE));
        assertThat(UpkeepCodec.decode(UpkeepCodec.encode(record), "here")).isEqualTo(record);
    }

    /** Releases that do not know large files refuse these records, and none of the others. */
    @Test
    void onlyRecordsOfLargeFilesHaveTheNewerVersion() {
        assertThat(text(record(UpkeepRecord.Kind.COMPACT, List.of(), List.of(LARGE))))
                .contains("\"version\":2");
        UpkeepRecord expired = record(UpkeepRecord.Kind.EXPIRE, LARGE.parts(), List.of());
        assertThat(text(expired)).contains("\"version\":1").doesNotContain("large");
        assertThat(UpkeepCodec.decode(UpkeepCodec.encode(expired), "here")).isEqualTo(expired);
    }

    private static String text(UpkeepRecord record) {
        return new String(UpkeepCodec.encode(record), StandardCharsets.UTF_8);
    }

    @Test
    void whatLiesThereIsToldByItsLength() {
        assertThat(LARGE.bytes()).isEqualTo(29);
        assertThat(LARGE.rows()).isEqualTo(3);
        assertThat(LARGE.holds("dt=1/t.txt", 20)).isTrue();
        assertThat(LARGE.holds("dt=1/u.txt", 20)).isFalse();
        assertThat(LARGE.holds("dt=1/u.txt", 29)).isTrue();
        assertThat(LARGE.holds("dt=1/u.txt", -1)).as("nothing is there").isFalse();
        assertThat(LARGE.holds("dt=1/u.txt", 9))
                .as("somebody changed it: nobody can say")
                .isTrue();
    }
}
