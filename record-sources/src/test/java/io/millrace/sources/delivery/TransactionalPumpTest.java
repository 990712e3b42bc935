package io.millrace.sources.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransactionalPumpTest {
    private final MemoryLog log = new MemoryLog();
    private final Numbers source = new Numbers(10);
    private final List<String> heard = new ArrayList<>();

    @ParameterizedTest
    @EnumSource(MemoryLog.Failure.class)
    void commitsEachRecordOnceWhateverACommitThatFailedHasDone(MemoryLog.Failure failure) throws Exception {
        log.failNextCommit(failure);
        pump().run(() -> false);
        assertThat(log.lines())
                .isEqualTo(IntStream.range(0, 10).mapToObj(Integer::toString).toList());
        assertThat(log.takeOvers()).isEqualTo(failure == MemoryLog.Failure.NONE ? 1 : 2);
        assertThat(heard)
                .containsExactlyElementsOf(
                        failure == MemoryLog.Failure.NONE ? List.of("there") : List.of("there", "away", "there"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 5, 10})
    void commitsEachRecordOnceWhicheverOfThemIsNotTaken(int brokenRecord) throws Exception {
        log.failAtRecord(brokenRecord);
        pump().run(() -> false);
        assertThat(log.lines())
                .isEqualTo(IntStream.range(0, 10).mapToObj(Integer::toString).toList());
        assertThat(heard).containsExactly("there", "away", "there");
    }

    @Test
    void commitsWhatWasReadBeforeItStops() throws Exception {
        int[] asked = {0};
        pump().run(() -> asked[0]++ >= 3);
        assertThat(log.lines()).isNotEmpty().hasSize(source.next);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void saysWhatBecomesOfUncommittedRecordsWhenItIsStoppedDuringAnOutage(boolean beforeItWaits) {
        boolean[] failed = {false};
        TransactionLog broken = new MemoryLog() {
            @Override
            public void commit(Map<String, byte[]> changed) {
                failed[0] = true;
                throw new DeliveryException.Unavailable("Kafka is away", null);
            }
        };
        assertThatThrownBy(() -> pump(broken).run(() -> failed[0] && (beforeItWaits || heard.contains("away"))))
                .isInstanceOf(DeliveryException.Unavailable.class)
                .hasMessage("Kafka is away; stopped meanwhile: what was not committed is read again next time");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void endsWellWhenItIsStoppedBeforeTheLogWasThereForTheFirstTime(boolean beforeItWaits) throws Exception {
        boolean[] failed = {false};
        TransactionLog away = new MemoryLog() {
            @Override
            public Map<String, byte[]> takeOver() {
                failed[0] = true;
                throw new DeliveryException.Unavailable("Kafka is away", null);
            }
        };
        pump(away).run(() -> failed[0] && (beforeItWaits || heard.contains("away")));
        assertThat(source.next).isZero();
    }

    @Test
    void doesNotTryAgainWhenAnotherInstanceHasTakenOver() {
        TransactionLog fenced = new MemoryLog() {
            @Override
            public void commit(Map<String, byte[]> changed) {
                throw new DeliveryException.Fenced("it belongs to another", null);
            }
        };
        assertThatThrownBy(() -> pump(fenced).run(() -> false)).isInstanceOf(DeliveryException.Fenced.class);
        assertThat(heard).containsExactly("there");
    }

    private TransactionalPump pump() {
        return pump(log);
    }

    private TransactionalPump pump(TransactionLog to) {
        return new TransactionalPump(
                source, to, new CommitRule(4, Duration.ofSeconds(1)), () -> 0, new TransactionalPump.Waiting() {
                    @Override
                    public void failed(DeliveryException.Unavailable failure) {
                        heard.add("away");
                    }

                    @Override
                    public void healed() {
                        heard.add("there");
                    }
                });
    }

    /** The numbers from 0 on; its position is the next one. */
    private static final class Numbers implements PositionedSource {
        private final int end;
        private int next;
        private int saved;

        Numbers(int end) {
            this.end = end;
        }

        @Override
        public void restore(Map<String, byte[]> positions) {
            byte[] position = positions.get("next");
            next = position == null ? 0 : Integer.parseInt(new String(position, StandardCharsets.US_ASCII));
            saved = next;
        }

        @Override
        public Outcome read(Outlet outlet) {
            if (next == end) {
                return Outcome.ENDED;
            }
            outlet.record(OutRecord.keyed(null, Integer.toString(next++).getBytes(StandardCharsets.US_ASCII)));
            return Outcome.MORE;
        }

        @Override
        public Map<String, byte[]> changedPositions() {
            if (saved == next) {
                return Map.of();
            }
            saved = next;
            return Map.of("next", Integer.toString(next).getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public void close() {}
    }
}
