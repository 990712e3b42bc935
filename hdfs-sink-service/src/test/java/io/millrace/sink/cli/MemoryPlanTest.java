package io.millrace.sink.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.cli.ServiceException;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryPlanTest {
    private static final long MIB = 1 << 20;
    private static final int USUAL_MESSAGE = 1_048_588;

    private static MemoryPlan plan(long heap, int threads, int partitions, int message) {
        return MemoryPlan.of(heap, new MemoryPlan.Load(threads, partitions, message), OptionalLong.empty());
    }

    @ParameterizedTest
    @CsvSource({"256,1,1", "256,1,200", "256,2,240", "512,2,6", "1024,4,200", "8192,8,2000"})
    void whatAllThreadsMayHoldTogetherFitsIntoTheHeap(long heap, int threads, int partitions) {
        MemoryPlan plan = plan(heap * MIB, threads, partitions, USUAL_MESSAGE);
        long fetched = Math.max(
                (long) partitions * plan.fetch().partitionBytes(), plan.fetch().fetchBytes());
        long fetchedAtMost = Math.min(fetched, Math.max(heap * MIB * 3 / 10 / threads, partitions * (64L << 10)));
        long all = threads * (fetchedAtMost + plan.pollBytes() + plan.recordBytes());
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
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("-Xmx399m")
                .hasMessageContaining("max.message.bytes");
        assertThat(plan(399 * MIB, 1, 1, 100_100_000).recordBytes()).isPositive();
    }

    @Test
    void whatTheUserSaysHolds() {
        MemoryPlan plan = MemoryPlan.of(512 * MIB, new MemoryPlan.Load(2, 6, USUAL_MESSAGE), OptionalLong.of(10 * MIB));
        assertThat(plan.bufferedBytes()).isEqualTo(5 * MIB);
    }
}
