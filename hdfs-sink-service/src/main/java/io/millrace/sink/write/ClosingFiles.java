package io.millrace.sink.write;

import io.millrace.formats.layout.FileNameValues;
import io.millrace.record.PartitionId;
import io.millrace.runtime.retry.ParallelCalls;
import io.millrace.sink.commit.CommittedFile;
import io.millrace.sink.commit.Tenure;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Completes and closes files, those of a commit side by side: each close waits for disks and servers several times, and a
 * commit may have a thousand of them. The batch gets them in the order in which they were completed.
 */
final class ClosingFiles {
    private final WriterContext context;
    private final PartitionId partition;
    private final Tenure tenure;
    private final Batch batch;
    private final ParallelCalls<CommittedFile> closing;
    /** Set once nobody waits any more for the files that were begun while it was current. */
    private AtomicBoolean thrownAway = new AtomicBoolean();

    /** @param batch hears of files that are closed */
    ClosingFiles(WriterContext context, PartitionId partition, Tenure tenure, Batch batch) {
        this.context = context;
        this.partition = partition;
        this.tenure = tenure;
        this.batch = batch;
        this.closing = new ParallelCalls<>(context.callers(), batch::finished);
    }

    /** Completes the file and returns when it is closed. */
    void close(OpenFile file) throws IOException {
        file.complete();
        batch.finished(close(file, nextFileNumber()));
    }

    /** Completes the file and begins to close it, once there is room. Throws what closing an earlier one threw. */
    void begin(OpenFile file) throws IOException {
        file.complete();
        long fileNumber = nextFileNumber();
        AtomicBoolean mine = thrownAway;
        closing.begin(() -> {
            if (mine.get()) {
                file.letGo();
                throw new IOException("the file's batch was thrown away before it was closed");
            }
            return close(file, fileNumber);
        });
    }

    private long nextFileNumber() {
        return tenure.last().totals().files() + batch.files().size() + closing.waiting();
    }

    private CommittedFile close(OpenFile file, long fileNumber) throws IOException {
        return file.close(
                (start, next) -> context.naming()
                        .name(new FileNameValues(partition.topic(), partition.partition(), start, next, fileNumber)),
                context.store(),
                tenure.folder());
    }

    /** Returns when all are closed. */
    void await() throws IOException {
        closing.await();
    }

    /**
     * Takes no further notice of what is on its way: the files are closed, which ends their leases, and stay temporary. Those
     * that no thread has begun to close are only let go; there are few, because a worker has as many threads as one commit has
     * calls on their way.
     */
    void forget() {
        thrownAway.set(true);
        thrownAway = new AtomicBoolean();
        closing.forget();
    }
}
