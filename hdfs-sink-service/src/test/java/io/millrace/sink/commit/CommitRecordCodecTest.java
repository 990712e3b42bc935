package io.millrace.sink.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** The log's format and its promise to older and newer releases. */
class CommitRecordCodecTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Byte for byte as the first release wrote it, before logs knew their clusters. */
    private static final String FIRST_RELEASE = "{\"crc32c\":\"127fb305\",\"record\":{\"version\":1,\"sequence\":7,"
            + "\"kind\":\"batch\",\"owner\":\"host-1-abcdefgh-0\",\"claim\":5,\"time\":\"2026-01-02T03:04:05.678Z\","
            + "\"topic_id\":\"AAAAAAAAAAAAAAAAAAAAAQ\",\"start_offset\":100,\"next_offset\":142,\"first_offset\":3,"
            + "\"pending\":7,\"counts\":{\"files\":1,\"rows\":40,\"bytes\":1234,\"dead_letters\":1,\"skipped\":0,"
            + "\"absent\":1},\"totals\":{\"files\":4,\"rows\":130,\"bytes\":4321,\"dead_letters\":5,\"skipped\":1,"
            + "\"absent\":3},\"files\":[{\"temporary\":\"data-0.jsonl\",\"path\":"
            + "\"dt=1/t-0-000000000100-000000000142.jsonl\",\"length\":1234,\"rows\":40,\"crc32c\":\"12ab34cd\","
            + "\"first_offset\":100,\"last_offset\":141}]}}\n";

    private static CommitRecord record(Optional<String> cluster, Optional<String> fileSystem) {
        return record(cluster, fileSystem, 0);
    }

    private static CommitRecord record(Optional<String> cluster, Optional<String> fileSystem, long tombstones) {
        return new CommitRecord(
                7,
                CommitRecord.Kind.BATCH,
                "host-1-abcdefgh-0",
                5,
                Instant.parse("2026-01-02T03:04:05.678Z"),
                new LogIdentity(
                        "AAAAAAAAAAAAAAAAAAAAAQ",
                        cluster,
                        fileSystem,
                        cluster.isPresent() ? OptionalInt.of(6) : OptionalInt.empty()),
                100,
                142,
                List.of(new CommittedFile(
                        "data-0.jsonl", "dt=1/t-0-000000000100-000000000142.jsonl", 1234, 40, 0x12ab34cd, 100, 141)),
                new Counts(1, 40 - tombstones, 1234, 1, 0, tombstones, 1),
                3,
                new Counts(4, 130 - tombstones, 4321, 5, 1, tombstones, 3),
                7,
                Optional.empty());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The line around a record whose JSON was changed. */
    private static byte[] line(String record) {
        CRC32C crc = new CRC32C();
        crc.update(bytes(record));
        return bytes("{\"crc32c\":\"" + String.format("%08x", crc.getValue()) + "\",\"record\":" + record + "}\n");
    }

    private static String inner(byte[] line) {
        String text = new String(line, StandardCharsets.UTF_8);
        return text.substring(text.indexOf("\"record\":") + 9, text.length() - 2);
    }

    @Test
    void whatTheFirstReleaseWroteIsReadAndSaysNothingOfClusters() {
        assertThat(CommitRecordCodec.decode(bytes(FIRST_RELEASE), "r"))
                .isEqualTo(record(Optional.empty(), Optional.empty()));
        assertThat(CommitRecordCodec.encode(record(Optional.empty(), Optional.empty())))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(FIRST_RELEASE);
    }

    @Test
    void theIdentityComesBackAsItWasWritten() {
        CommitRecord record = record(Optional.of("cluster"), Optional.of("BP-1-127.0.0.1-2"));
        assertThat(CommitRecordCodec.decode(CommitRecordCodec.encode(record), "r"))
                .isEqualTo(record);
    }

    /** The first release asks for version 1 and for each of its own fields, and takes no notice of others. */
    @Test
    void theFirstReleaseCanReadWhatThisOneWrites() throws Exception {
        JsonNode now = JSON.readTree(inner(CommitRecordCodec.encode(record(Optional.of("c"), Optional.of("f")))));
        JsonNode first = JSON.readTree(inner(bytes(FIRST_RELEASE)));
        List<String> names = new ArrayList<>();
        first.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            assertThat(now.get(name)).as(name).isEqualTo(first.get(name));
        }
    }

    /** One that knows no tombstones must add up the same offsets, or it would call the log damaged. */
    @Test
    void skippedTombstonesAreSkippedRecordsToTheFirstRelease() throws Exception {
        CommitRecord record = record(Optional.empty(), Optional.empty(), 3);
        byte[] bytes = CommitRecordCodec.encode(record);
        JsonNode totals = JSON.readTree(inner(bytes)).get("totals");

        assertThat(totals.get("skipped").longValue()).isEqualTo(4);
        assertThat(totals.get("skipped_tombstones").longValue()).isEqualTo(3);
        assertThat(CommitRecordCodec.decode(bytes, "r")).isEqualTo(record);
    }

    @Test
    void fieldsThatALaterReleaseAddsWithoutANewVersionAreOverlooked() {
        String record = inner(bytes(FIRST_RELEASE)).replace("\"sequence\":7", "\"added_later\":[1],\"sequence\":7");
        assertThat(CommitRecordCodec.decode(line(record), "r")).isEqualTo(record(Optional.empty(), Optional.empty()));
    }

    @Test
    void aNewerVersionIsRefusedWithASentenceThatSaysWhatToDo() {
        String record = inner(bytes(FIRST_RELEASE)).replace("\"version\":1", "\"version\":2");
        assertThatThrownBy(() -> CommitRecordCodec.decode(line(record), "/log/7.json"))
                .isInstanceOf(NewerLogException.class)
                .hasMessage("commit record /log/7.json was written by a newer release: it has version 2, this release"
                        + " reads up to 1; go back to that release, or use another root folder");
    }

    @Test
    void aVersionThatNeverWasIsDamage() {
        String record = inner(bytes(FIRST_RELEASE)).replace("\"version\":1", "\"version\":0");
        assertThatThrownBy(() -> CommitRecordCodec.decode(line(record), "r"))
                .isInstanceOf(DamagedLogException.class)
                .hasMessageContaining("version 0");
    }

    @Test
    void theLatestEventTimeOfAFileIsReadBackAndMayBeMissing() {
        CommitRecord without = record(Optional.empty(), Optional.empty());
        CommittedFile file = without.files().get(0);
        CommitRecord with = without.nextBatch(
                without.time(),
                without.identity(),
                without.nextOffset() + 42,
                List.of(new CommittedFile(
                        file.temporary(),
                        file.path(),
                        file.length(),
                        file.rows(),
                        file.crc32c(),
                        142,
                        183,
                        OptionalLong.of(1_796_000_000_000L))),
                new Counts(1, 42, 1234, 0, 0, 0, 0),
                RollReason.EVENT_TIME);
        assertThat(CommitRecordCodec.decode(CommitRecordCodec.encode(with), "r"))
                .isEqualTo(with);
        assertThat(inner(CommitRecordCodec.encode(with)))
                .contains("\"latest\":1796000000000", "\"reason\":\"event_time\"");
    }

    @Test
    void aReasonThatOnlyANewerReleaseKnowsIsNone() {
        CommitRecord record = record(Optional.empty(), Optional.empty());
        String newer =
                inner(CommitRecordCodec.encode(record)).replace("\"pending\":7", "\"pending\":7,\"reason\":\"tide\"");
        assertThat(CommitRecordCodec.decode(line(newer), "r")).isEqualTo(record);
    }
}
