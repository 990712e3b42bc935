package io.millrace.sink.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.sink.commit.DoneLog;
import io.millrace.sink.commit.DoneRecord;
import io.millrace.sink.sim.Calls;
import io.millrace.sink.sim.Fault;
import io.millrace.sink.sim.Faults;
import io.millrace.sink.sim.SimClock;
import io.millrace.sink.sim.SimDisk;
import io.millrace.sink.sim.SimStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** Each look takes twenty seconds of a clock that stands still between them. */
class FolderWaitTest {
    private static final Instant TEN = Instant.parse("2026-11-28T10:00:00Z");

    private final SimDisk disk = new SimDisk();
    private final SimClock clock = new SimClock();
    private final ShutdownSignal stop = new ShutdownSignal();
    private final List<String> lines = new ArrayList<>();
    private final Executor callers = look -> {
        clock.advance(20_000);
        look.run();
    };

    private DoneLog log(Faults faults) throws IOException {
        SimStore.reliable(disk).createFolders("/data/_millrace/t");
        return new DoneLog(new SimStore(disk, new Calls(faults)), "/data", "t");
    }

    private void decide(long sequence, Instant before) throws IOException {
        DoneLog log = log(Faults.NONE);
        TreeMap<Integer, DoneRecord.Position> partitions = new TreeMap<>();
        partitions.put(0, new DoneRecord.Position(3, 10, OptionalLong.of(TEN.toEpochMilli())));
        partitions.put(
                1,
                new DoneRecord.Position(
                        3, 10, OptionalLong.of(TEN.minusSeconds(7_200).toEpochMilli())));
        log.publish(new DoneRecord(
                sequence, "id", TEN, before, partitions, new TreeMap<>(), new TreeSet<>(), List.of("_SUCCESS")));
        log.setMarked(sequence);
    }

    private boolean await(Faults faults, Optional<Duration> timeout) throws IOException, InterruptedException {
        FolderWait.Wanted wanted = new FolderWait.Wanted("t", TEN, timeout, Duration.ofMillis(1), lines::add);
        return new FolderWait(wanted, stop, clock, callers).await(() -> log(faults));
    }

    @Test
    void foldersThatAreDoneUpToTheTimeAreNotWaitedFor() throws Exception {
        decide(0, TEN);
        assertThat(await(Faults.NONE, Optional.empty())).isTrue();
        assertThat(lines).containsExactly("Done: folders of topic t up to 2026-11-28T10:00:00Z.");
    }

    @Test
    void whatIsWaitedForIsSaidEachMinuteAndAtTheTimeout() throws Exception {
        decide(0, TEN.minusSeconds(3_600));
        assertThat(await(Faults.NONE, Optional.of(Duration.ofSeconds(90)))).isFalse();
        assertThat(lines)
                .containsExactly(
                        "Waiting since 60 s: folders of topic t up to 2026-11-28T10:00:00Z are waited for, they are done"
                                + " up to 2026-11-28T09:00:00Z; partition 1 is the furthest behind, stored up to event"
                                + " time 2026-11-28T08:00:00Z",
                        "Not done within 90s: folders of topic t up to 2026-11-28T10:00:00Z are waited for, they are done"
                                + " up to 2026-11-28T09:00:00Z; partition 1 is the furthest behind, stored up to event"
                                + " time 2026-11-28T08:00:00Z");
    }

    @Test
    void whereNobodyMarksThatIsSaid() throws Exception {
        assertThat(await(Faults.NONE, Optional.of(Duration.ZERO))).isFalse();
        assertThat(lines).singleElement().asString().contains("no sink has looked yet", "run it with --done-marks");
    }

    @Test
    void onlyTheFirstLookMayNotFail() throws Exception {
        decide(0, TEN.minusSeconds(3_600));
        assertThatThrownBy(() -> await(call -> Fault.FAIL_BEFORE, Optional.empty()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("simulated failure");
        int[] calls = {0};
        Faults later = call -> {
            if (++calls[0] == 6) {
                decideUnchecked();
            }
            return calls[0] > 2 && calls[0] < 6 ? Fault.FAIL_BEFORE : Fault.NONE;
        };
        assertThat(await(later, Optional.empty())).isTrue();
        assertThat(lines)
                .anySatisfy(line -> assertThat(line).contains("HDFS does not say more now: simulated failure"));
    }

    private void decideUnchecked() {
        try {
            decide(1, TEN);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aStopIsNotAnAnswer() throws Exception {
        decide(0, TEN.minusSeconds(3_600));
        stop.request();
        assertThatThrownBy(() -> await(Faults.NONE, Optional.empty()))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("stopped before it was done: ")
                .hasMessageContaining("HDFS has not answered yet");
    }
}
