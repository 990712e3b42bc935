package io.millrace.sink.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.sink.sim.SimDisk;
import io.millrace.sink.sim.SimStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DoneLogTest {
    private final SimDisk disk = new SimDisk();
    private final DoneLog log = new DoneLog(SimStore.reliable(disk), "/data", "t");

    private DoneRecord record(long sequence, String id) {
        return new DoneRecord(
                sequence,
                id,
                Instant.parse("2026-11-30T10:00:00Z"),
                sequence == 0 ? Instant.MIN : Instant.parse("2026-11-30T09:00:00Z"),
                new TreeMap<>(Map.of(
                        0,
                        new DoneRecord.Position(7, 100, OptionalLong.of(1_796_000_000_000L)),
                        12,
                        new DoneRecord.Position(0, 0, OptionalLong.empty()))),
                new TreeMap<>(Map.of("dt=2026-11-30/hour=09", 1_796_032_800_000L)),
                new TreeSet<>(List.of("dt=2026-11-30/hour=08")),
                List.of("_SUCCESS", "_DONE"));
    }

    private void makeTopic() throws IOException {
        SimStore.reliable(disk).createFolders("/data/_millrace/t");
    }

    @Test
    void whatIsPublishedIsReadBack() throws IOException {
        assertThat(log.last()).isEmpty();
        makeTopic();
        assertThat(log.publish(record(0, "a"))).isTrue();
        assertThat(log.last()).contains(record(0, "a"));
        assertThat(log.lastMarked()).isEmpty();
        log.setMarked(0);
        assertThat(log.lastMarked()).contains(record(0, "a"));
    }

    @Test
    void ofTwoWithOneNumberTheFirstOneCounts() throws IOException {
        makeTopic();
        assertThat(log.publish(record(0, "a"))).isTrue();
        assertThat(log.publish(record(0, "b"))).isFalse();
        assertThat(log.last()).contains(record(0, "a"));
    }

    @Test
    void whoWasPausedUntilItsNumberIsFreeAgainIsTooLate() throws IOException {
        makeTopic();
        for (long sequence = 0; sequence < 3; sequence++) {
            assertThat(log.publish(record(sequence, "a" + sequence))).isTrue();
            log.setMarked(sequence);
        }
        assertThat(disk.files("/data/_millrace/t/done", ".json")).hasSize(1);
        assertThat(log.publish(record(1, "late"))).isFalse();
        assertThat(log.last()).contains(record(2, "a2"));
        assertThat(log.lastMarked()).contains(record(2, "a2"));
        assertThat(log.publish(record(3, "a3"))).isTrue();
        log.setMarked(3);
        assertThat(disk.files("/data/_millrace/t/done", "")).hasSize(1);
    }

    @Test
    void aSingleWrongBitIsDamage() throws IOException {
        makeTopic();
        log.publish(record(0, "a"));
        String path = disk.files("/data/_millrace/t/done", ".json").get(0);
        String text = new String(disk.read(path), StandardCharsets.UTF_8);
        disk.put(path, text.replace("hour=08", "hour=07").getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(log::last)
                .isInstanceOf(DamagedLogException.class)
                .hasMessageContaining("does not match its checksum");
    }
}
