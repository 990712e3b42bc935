package io.millrace.sink.run;

import io.millrace.record.PartitionId;
import io.millrace.sink.write.MemoryBudget;
import io.millrace.sink.write.SinkEvents;
import io.millrace.stream.Landing;
import io.millrace.stream.PartitionLanding;
import java.util.Collection;
import java.util.List;

/** Records come to rest in files; each partition commits for itself, by its own log. */
public final class SinkLanding implements Landing {
    private final int thread;
    private final PartitionOpener opener;
    private final MemoryBudget budget;
    private final SinkEvents events;

    /**
     * @param thread the thread's number, for metrics
     * @param budget of the thread
     */
    public SinkLanding(int thread, PartitionOpener opener, MemoryBudget budget, SinkEvents events) {
        this.thread = thread;
        this.opener = opener;
        this.budget = budget;
        this.events = events;
    }

    @Override
    public PartitionLanding partition(PartitionId partition) {
        return new SinkPartition(partition, opener);
    }

    @Override
    public Collection<PartitionId> endRound(long now) {
        events.open(thread, budget.openFiles(), budget.bufferedBytes());
        return List.of();
    }
}
