package io.millrace.sink.run;

import io.millrace.record.PartitionId;
import io.millrace.sink.commit.CommitLog;
import io.millrace.sink.commit.CommitRecord;
import io.millrace.sink.commit.PartitionFolders;
import io.millrace.sink.commit.Takeover;
import io.millrace.sink.commit.TakeoverRules;
import io.millrace.sink.port.FileStore;
import io.millrace.sink.write.PartitionWriter;
import io.millrace.sink.write.WriterContext;
import io.millrace.stream.Clock;
import io.millrace.stream.TakeoverFacts;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes partitions over and makes their writers, for one thread. */
public final class PartitionOpener {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionOpener.class);

    private final FileStore store;
    private final Executor callers;
    private final Clock clock;
    private final OwnerSettings settings;
    private final Function<String, WriterContext> contexts;
    private final Map<PartitionId, Takeover> takeovers = new HashMap<>();
    private long claims;

    /**
     * Who takes over, and how.
     *
     * @param root data root, without a trailing slash
     * @param owner a name that no owner ever had before
     * @param segmentSize records per segment of the log
     * @param rules what the user decided about takeovers
     */
    public record OwnerSettings(String root, String owner, int segmentSize, TakeoverRules rules) {}

    /**
     * @param callers make calls to the store side by side, if they are several threads
     * @param contexts the thread's context for a topic
     */
    public PartitionOpener(
            FileStore store,
            Executor callers,
            Clock clock,
            OwnerSettings settings,
            Function<String, WriterContext> contexts) {
        this.store = store;
        this.callers = callers;
        this.clock = clock;
        this.settings = settings;
        this.contexts = contexts;
    }

    /** Takes the partition over, from whoever has it. Errors as {@link Takeover#take}. */
    PartitionWriter open(PartitionId partition, TakeoverFacts facts, Optional<CommitRecord> held) throws IOException {
        long started = System.nanoTime();
        WriterContext context = contexts.apply(partition.topic());
        Takeover.Taken taken = takeovers
                .computeIfAbsent(partition, this::takeover)
                .take(facts, held, "claim-" + settings.owner() + "-" + claims++);
        taken.foundOut().ifPresent(batch -> context.events().committed(partition, batch, 0));
        context.events().takenOver(partition, taken.tenure().last(), (System.nanoTime() - started) / 1_000_000);
        taken.notes().forEach(note -> LOG.warn("Partition {}: {}", partition, note));
        return new PartitionWriter(context, partition, taken.tenure(), taken.resumeAt());
    }

    private Takeover takeover(PartitionId partition) {
        PartitionFolders folders = new PartitionFolders(settings.root(), partition.topic(), partition.partition());
        CommitLog log = new CommitLog(store, folders, settings.segmentSize());
        return new Takeover(store, callers, log, clock, settings.owner(), settings.rules());
    }
}
