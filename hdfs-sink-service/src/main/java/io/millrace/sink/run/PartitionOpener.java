package io.millrace.sink.run;

import io.millrace.layout.PartitionFolders;
import io.millrace.sink.commit.CommitLog;
import io.millrace.sink.commit.Takeover;
import io.millrace.sink.port.Clock;
import io.millrace.sink.port.FileStore;
import io.millrace.sink.port.PartitionId;
import io.millrace.sink.write.PartitionWriter;
import io.millrace.sink.write.WriterContext;
import java.io.IOException;
import java.util.function.Function;

/** Takes partitions over and makes their writers, for one thread. */
public final class PartitionOpener {
    private final FileStore store;
    private final Clock clock;
    private final OwnerSettings settings;
    private final Function<String, WriterContext> contexts;
    private long claims;

    /**
     * Who takes over, and how.
     *
     * @param root data root, without a trailing slash
     * @param owner a name that no owner ever had before
     * @param segmentSize records per segment of the log
     * @param firstOffset where an empty log begins
     * @param lostOffsets what to do about offsets that Kafka deleted too early
     */
    public record OwnerSettings(
            String root,
            String owner,
            int segmentSize,
            Takeover.FirstOffset firstOffset,
            Takeover.LostOffsets lostOffsets) {}

    /** @param contexts the thread's context for a topic */
    public PartitionOpener(
            FileStore store, Clock clock, OwnerSettings settings, Function<String, WriterContext> contexts) {
        this.store = store;
        this.clock = clock;
        this.settings = settings;
        this.contexts = contexts;
    }

    /** Takes the partition over, from whoever has it. Errors as {@link Takeover#take}. */
    PartitionWriter open(PartitionId partition, Takeover.Facts facts, Takeover.Entry entry) throws IOException {
        long started = System.nanoTime();
        WriterContext context = contexts.apply(partition.topic());
        PartitionFolders folders = new PartitionFolders(settings.root(), partition.topic(), partition.partition());
        CommitLog log = new CommitLog(store, folders, settings.segmentSize());
        Takeover.Taken taken = new Takeover(store, log, clock, settings.owner(), settings.lostOffsets())
                .take(facts, settings.firstOffset(), entry, "claim-" + settings.owner() + "-" + claims++);
        context.events().takenOver(partition, taken.tenure().last(), (System.nanoTime() - started) / 1_000_000);
        return new PartitionWriter(context, partition, taken.tenure(), taken.resumeAt());
    }
}
