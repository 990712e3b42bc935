package io.millrace.stream.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.LeaderNotAvailableException;
import org.junit.jupiter.api.Test;

class LagMonitorTest {

    @Test
    void aPartitionWhoseEndIsNotToldHidesNoOtherAndIsNoOutage() throws Exception {
        TopicPartition refused = new TopicPartition("t", 0);
        TopicPartition silent = new TopicPartition("t", 1);
        TopicPartition told = new TopicPartition("t", 2);
        Map<TopicPartition, CompletableFuture<Long>> answers = Map.of(
                refused, CompletableFuture.failedFuture(new LeaderNotAvailableException("no leader")),
                silent, new CompletableFuture<>(),
                told, CompletableFuture.completedFuture(7L));
        Map<TopicPartition, Long> known = new HashMap<>();

        LagMonitor.takeEnds(
                new LinkedHashSet<>(List.of(refused, silent, told)), Duration.ZERO, answers::get, known::put);

        assertThat(known).containsExactly(Map.entry(told, 7L));
    }
}
