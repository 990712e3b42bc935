package io.millrace.producer.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.cli.ServiceException;
import io.millrace.sources.database.DatabaseException;
import io.millrace.sources.database.TableSource;
import io.millrace.sources.delivery.CommitRule;
import io.millrace.sources.delivery.DeliveryException;
import io.millrace.sources.delivery.MemoryLog;
import io.millrace.sources.delivery.TransactionalPump;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeSourceTest {
    private static final ChangeSettings SETTINGS =
            new ChangeSettings(List.of("s.t"), true, false, "slot", 1, Duration.ofMinutes(1));

    private final MemoryLog kafka = new MemoryLog();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void handsOutEachChangeOnceWhateverFails(boolean placeAtEnd) throws Exception {
        for (int seed = 0; seed < 300; seed++) {
            MemoryLog log = new MemoryLog();
            Random random = new Random(seed);
            List<Integer> sizes = IntStream.range(0, 12)
                    .mapToObj(i -> random.nextInt(4) == 0 ? 0 : random.nextInt(20))
                    .toList();
            int all = 2 + sizes.stream().mapToInt(Integer::intValue).sum();
            MemoryChangeLog changes = new MemoryChangeLog(placeAtEnd, sizes, random, 4);
            for (int life = 0; log.committed().size() < all; life++) {
                assertThat(life).as("seed " + seed).isLessThan(200);
                switch (random.nextInt(4)) {
                    case 0 -> log.failAtRecord(1 + random.nextInt(10));
                    case 1 -> log.failNextCommit(MemoryLog.Failure.BEFORE_EFFECT);
                    case 2 -> log.failNextCommit(MemoryLog.Failure.AFTER_EFFECT);
                    default -> log.failNextCommit(MemoryLog.Failure.NONE);
                }
                // A new process each time, which ends somewhere.
                run(changes, log, 1 + random.nextInt(12), random);
            }
            assertThat(log.committed().stream()
                            .map(record -> Integer.valueOf(new String(record.key(), StandardCharsets.UTF_8))))
                    .as("seed " + seed)
                    .containsExactlyElementsOf(
                            IntStream.range(-2, all - 2).boxed().toList());
            assertThat(log.positions()).containsKeys("changes", "history/0", "history/1");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tellsTheServerNothingThatIsNotCommitted(boolean placeAtEnd) throws Exception {
        MemoryChangeLog changes = new MemoryChangeLog(placeAtEnd, List.of(5, 50, 5), new Random(1), 0);
        run(changes, kafka, 30, new Random(2));
        assertThat(changes.acknowledged()).isEqualTo(3);
        assertThat(kafka.committed()).hasSize(62);
    }

    @Test
    void asksKafkaWhoseTheNameIsBeforeItTakesALostConnectionBack() throws Exception {
        MemoryChangeLog changes = new MemoryChangeLog(true, List.of(5), new Random(1), 0);
        ChangeSource source = source(changes, SETTINGS);
        source.restore(Map.of());
        for (int i = 0; i < 20; i++) {
            source.read(kafka.outlet());
            source.changedPositions();
            source.committed();
        }
        assertThat(changes.isReading()).isTrue();
        assertThat(source.changedPositions()).isEmpty();
        changes.breakNext();
        source.read(kafka.outlet());
        assertThat(source.changedPositions()).isEmpty();
        source.read(kafka.outlet());
        assertThat(changes.isReading()).isFalse();
        assertThat(source.changedPositions()).containsKey("changes");
        source.committed();
        source.read(kafka.outlet());
        assertThat(changes.isReading()).isTrue();
    }

    @Test
    void savesHowTheTablesLookedWhereARecordIsNewOrAnotherOne() throws Exception {
        MemoryChangeLog changes = new MemoryChangeLog(true, List.of(5), new Random(1), 0);
        ChangeSource source = source(changes, SETTINGS);
        source.restore(Map.of("history/0", "first".getBytes(StandardCharsets.UTF_8)));
        while (!changes.isReading()) {
            source.read(kafka.outlet());
        }
        assertThat(source.changedPositions()).containsKey("history/1").doesNotContainKey("history/0");
        changes.looked("first, elsewhere", "second", "third");
        Map<String, byte[]> changed = source.changedPositions();
        assertThat(changed).containsOnlyKeys("history/0", "history/2");
        assertThat(changed.get("history/0")).asString().isEqualTo("first, elsewhere");
        assertThat(source.changedPositions()).isEmpty();
    }

    @Test
    void endsWithASentenceWhenTheTransactionThatWasBegunIsGone() throws Exception {
        MemoryChangeLog changes = new MemoryChangeLog(true, List.of(50, 50), new Random(1), 0);
        for (int i = 0; kafka.committed().size() < 10; i++) {
            run(changes, kafka, 2 + i, new Random(3));
        }
        assertThat(kafka.committed()).hasSizeLessThan(52);
        changes.lose(1);
        assertThatThrownBy(() -> run(changes, kafka, 100, new Random(4)))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("log goes on with transaction t1, must go on with t0");
    }

    @Test
    void doesNotReadOtherTablesUnderOneName() throws Exception {
        run(new MemoryChangeLog(true, List.of(1), new Random(1), 0), kafka, 10, new Random(1));
        ChangeSettings others = new ChangeSettings(List.of("s.u"), true, false, "slot", 1, Duration.ofMinutes(1));
        ChangeSource source = source(new MemoryChangeLog(true, List.of(1), new Random(1), 0), others);
        assertThatThrownBy(() -> source.restore(kafka.positions()))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("tables are s.u, must be those that were read under this name so far, s.t");
    }

    @Test
    void keepsAPlaceAsItIs() throws Exception {
        ChangeProgress progress = ChangeProgress.begun(List.of("b", "a"))
                .at(Map.of("lsn", 9_007_199_254_740_993L, "file", "binlog.000001"))
                .within("t", 7);
        ChangeProgress read = ChangeProgress.fromBytes(progress.toBytes());
        assertThat(read).isEqualTo(progress);
        assertThat(read.tables()).containsExactly("a", "b");
    }

    /** One process that asks so often whether to stop before it does. */
    private static void run(MemoryChangeLog changes, MemoryLog log, int looks, Random random) throws Exception {
        AtomicInteger left = new AtomicInteger(looks);
        ChangeSource source = source(changes, SETTINGS);
        try {
            new TransactionalPump(
                            source,
                            log,
                            new CommitRule(1 + random.nextInt(30), Duration.ofHours(1)),
                            System::nanoTime,
                            new TransactionalPump.Waiting() {
                                @Override
                                public void failed(DeliveryException.Unavailable failure) {
                                    // At once.
                                }

                                @Override
                                public void healed() {
                                    // Nothing to say.
                                }
                            })
                    .run(() -> left.decrementAndGet() < 0);
        } catch (DeliveryException.Unavailable e) {
            // It was to stop meanwhile.
            assertThat(left.get()).isNegative();
        }
    }

    private static ChangeSource source(MemoryChangeLog changes, ChangeSettings settings) {
        return new ChangeSource(
                changes,
                settings,
                new TableSource.Waiting() {
                    @Override
                    public void failed(DatabaseException failure) {
                        // At once.
                    }

                    @Override
                    public void healed() {
                        // Nothing to say.
                    }

                    @Override
                    public void await(Duration atMost) {
                        // At once.
                    }
                },
                () -> false,
                System::nanoTime,
                new CaptureListener() {
                    @Override
                    public void committedAt(long millis) {
                        assertThat(millis).isEqualTo(1);
                    }

                    @Override
                    public void kept(long bytes) {
                        throw new AssertionError("it does not tell");
                    }
                });
    }
}
