package io.millrace.sink.write;

import io.millrace.sink.commit.CommittedFile;
import io.millrace.sink.commit.Tenure;
import io.millrace.sink.layout.FileNameValues;
import io.millrace.sink.port.PartitionId;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Completes and closes files, those of a commit side by side: each close waits for disks and servers several times, and a
 * commit may have a thousand of them. The batch gets them in the order in which they were completed.
 */
final class ClosingFiles {
    /** Enough for the waiting to be shared, few enough for what the streams hold meanwhile. */
    private static final int MOST = 8;

    private final WriterContext context;
    private final PartitionId partition;
    private final Tenure tenure;
    private final Batch batch;
    private final Deque<FutureTask<CommittedFile>> closing = new ArrayDeque<>();

    /** @param batch hears of files that are closed */
    ClosingFiles(WriterContext context, PartitionId partition, Tenure tenure, Batch batch) {
        this.context = context;
        this.partition = partition;
        this.tenure = tenure;
        this.batch = batch;
    }

    /** Completes the file and returns when it is closed. */
    void close(OpenFile file) throws IOException {
        file.complete();
        batch.finished(close(file, nextFileNumber()));
    }

    /** Completes the file and begins to close it, once there is room. Throws what closing an earlier one threw. */
    void begin(OpenFile file) throws IOException {
        file.complete();
        while (closing.size() >= MOST) {
            takeFirst();
        }
        long fileNumber = nextFileNumber();
        FutureTask<CommittedFile> task = new FutureTask<>(() -> close(file, fileNumber));
        closing.add(task);
        context.closers().execute(task);
    }

    private long nextFileNumber() {
        return tenure.last().totals().files() + batch.files().size() + closing.size();
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
        while (!closing.isEmpty()) {
            takeFirst();
        }
    }

    private void takeFirst() throws IOException {
        try {
            batch.finished(closing.remove().get());
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof IOException failed) {
                throw failed;
            }
            if (cause instanceof RuntimeException failed) {
                throw failed;
            }
            if (cause instanceof Error failed) {
                throw failed;
            }
            throw new IllegalStateException("closing a file failed", cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while files were being closed");
        }
    }

    /** Takes no further notice of what is on its way: the files stay temporary. */
    void forget() {
        closing.clear();
    }
}
