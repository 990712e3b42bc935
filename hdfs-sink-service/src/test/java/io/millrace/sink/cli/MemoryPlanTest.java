package io.millrace.sink.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.runtime.cli.SettingsException;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryPlanTest {
    private static final long MIB = 1 << 20;
    private static final int USUAL_MESSAGE = 1_048_588;

    private static MemoryPlan plan(long heap, int threads, int partitions, int message) {
        return plan(heap, threads, partitions, message, 1);
    }

    private static MemoryPlan plan(long heap, int threads, int partitions, int message, int heapPerByte) {
        return MemoryPlan.of(heap, load(threads, partitions, 1, message, heapPerByte), OptionalLong.empty());
    }

    private static MemoryPlan.Load load(int threads, int partitions, int brokers, int message, int heapPerByte) {
        return new MemoryPlan.Load(threads, partitions, brokers, message, (long) message * heapPerByte);
    }

    @ParameterizedTest
    @CsvSource({"256,1,1", "256,1,200", "256,2,240", "512,2,6", "1024,4,200", "8192,8,2000"})
    void whatAllThreadsMayHoldTogetherFitsIntoTheHeap(long heap, int threads, int partitions) {
        MemoryPlan plan = plan(heap * MIB, threads, partitions, USUAL_MESSAGE);
        long fetched = Math.max(
                (long) partitions * plan.fetch().partitionBytes(), plan.fetch().fetchBytes());
        long fetchedAtMost = Math.min(fetched, Math.max(heap * MIB * 3 / 10 / threads, partitions * (64L << 10)));
        long all = threads * (fetchedAtMost + plan.pollBytes() + plan.recordBytes() + plan.letterBytes());
        assertThat(all).isLessThan(heap * MIB * 95 / 100);
        assertThat(plan.bufferedBytes()).isLessThanOrEqualTo(plan.recordBytes());
        assertThat(plan.fetch().partitionBytes()).isBetween(64 << 10, 4 << 20);
    }

    @Test
    void aUsualHeapFetchesAsMuchAsEver() {
        MemoryPlan plan = plan(512 * MIB, 2, 6, USUAL_MESSAGE);
        assertThat(plan.fetch().partitionBytes()).isEqualTo(4 << 20);
        assertThat(plan.fetch().fetchBytes()).isGreaterThan(15 << 20);
    }

    @Test
    void messagesOfWhichTwoDoNotFitAreRefusedWithTheHeapThatWouldDo() {
        assertThatThrownBy(() -> plan(256 * MIB, 1, 1, 100_100_000))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("-Xmx399m")
                .hasMessageContaining("max.message.bytes");
        assertThat(plan(399 * MIB, 1, 1, 100_100_000).recordBytes()).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"256,1,5", "512,2,8", "512,2,20", "400,1,8"})
    void aMessageThatNeedsMoreHeapThanOneRecordMayHaveIsRefusedWithTheSmallestHeapThatWouldDo(
            int heap, int threads, int heapPerByte) {
        int message = 40 * (int) MIB / threads;
        String refusal = catchThrowableOfType(
                        SettingsException.class, () -> plan(heap * MIB, threads, 4, message, heapPerByte))
                .getMessage();
        assertThat(refusal).contains("max.message.bytes", "on its way into its file");
        long enough = Long.parseLong(refusal.replaceAll(".*-Xmx(\\d+)m.*", "$1"));

        assertThat(plan(enough * MIB, threads, 4, message, heapPerByte).recordBytes())
                .isGreaterThanOrEqualTo((long) message * heapPerByte);
        assertThatThrownBy(() -> plan((enough - 1) * MIB, threads, 4, message, heapPerByte))
                .isInstanceOf(SettingsException.class);
    }

    /** Half of a container of 448 MB, and the smallest heap of our tests; Protobuf as JSON needs most. */
    @ParameterizedTest
    @CsvSource({"224,1,20", "224,2,20", "224,4,20", "80,1,5", "80,2,5"})
    void usualMessagesFitIntoTheHeapsThatWeShip(int heap, int threads, int heapPerByte) {
        assertThat(plan(heap * MIB, threads, 12, USUAL_MESSAGE, heapPerByte).recordBytes())
                .isGreaterThanOrEqualTo((long) heapPerByte * USUAL_MESSAGE);
    }

    @Test
    void fetchesFromManyBrokersFitTogether() {
        MemoryPlan few = MemoryPlan.of(512 * MIB, load(1, 500, 3, USUAL_MESSAGE, 5), OptionalLong.empty());
        MemoryPlan many = MemoryPlan.of(512 * MIB, load(1, 500, 30, USUAL_MESSAGE, 5), OptionalLong.empty());
        assertThat(few.fetch().fetchBytes()).isEqualTo(16 << 20);
        assertThat(30L * many.fetch().fetchBytes()).isLessThan(512 * MIB * 3 / 10);
    }

    @Test
    void theLargestMessageIsAWholeDeadLetter() {
        assertThat(plan(1024 * MIB, 1, 1, 40_000_000).letterBytes()).isGreaterThan(40_000_000);
        assertThat(plan(80 * MIB, 2, 1, USUAL_MESSAGE).letterBytes()).isBetween((long) USUAL_MESSAGE, 2 * MIB);
    }

    @Test
    void whatTheUserSaysHolds() {
        MemoryPlan plan = MemoryPlan.of(512 * MIB, load(2, 6, 1, USUAL_MESSAGE, 5), OptionalLong.of(10 * MIB));
        assertThat(plan.bufferedBytes()).isEqualTo(5 * MIB);
    }
}
