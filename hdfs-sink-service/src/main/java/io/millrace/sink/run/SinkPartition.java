package io.millrace.sink.run;

import io.millrace.record.PartitionId;
import io.millrace.sink.commit.CommitRecord;
import io.millrace.sink.commit.RollReason;
import io.millrace.sink.write.PartitionWriter;
import io.millrace.stream.PartitionLanding;
import io.millrace.stream.RecordBatch;
import io.millrace.stream.RecordSource;
import io.millrace.stream.TakeoverFacts;
import java.io.IOException;
import java.util.Optional;

/** One partition in files: a writer for each tenure, and between them what is known of the last one. */
final class SinkPartition implements PartitionLanding {
    /** How long another topic of the same name, or a root that is gone, stays unnoticed while nothing is committed. */
    private static final long VERIFY_MILLIS = 30_000;

    private final PartitionId partition;
    private final PartitionOpener opener;
    /** Null while the partition is not taken over. */
    private PartitionWriter writer;
    /** The last record that is known as this process's own; null before the first takeover. */
    private CommitRecord held;
    /** Whether it is as well the last of all that is known here: false once others may have gone on from it. */
    private boolean current;

    private long verifiedAt;

    SinkPartition(PartitionId partition, PartitionOpener opener) {
        this.partition = partition;
        this.opener = opener;
    }

    @Override
    public long takeOver(TakeoverFacts facts, long now) throws IOException {
        writer = opener.open(partition, facts, Optional.ofNullable(held));
        held = writer.lastRecord();
        current = true;
        verifiedAt = now;
        return writer.nextOffset();
    }

    @Override
    public void write(RecordBatch records, long now) throws IOException {
        writer.write(records, now);
    }

    /** Commits by age, and looks now and then whether the tenure still stands. */
    @Override
    public void tick(long now) throws IOException {
        writer.tick(now);
        if (now - verifiedAt >= VERIFY_MILLIS) {
            writer.verify();
            verifiedAt = now;
        }
    }

    @Override
    public void commit() throws IOException {
        writer.commit(RollReason.RELEASE);
    }

    @Override
    public long nextOffset() {
        return writer.nextOffset();
    }

    @Override
    public long committedOffset() {
        return writer.committedOffset();
    }

    @Override
    public Optional<RecordSource.Committed> committed() {
        CommitRecord last = writer == null ? held : writer.lastRecord();
        return Optional.ofNullable(last)
                .filter(known -> current)
                .map(record -> new RecordSource.Committed(record.identity().topicId(), record.nextOffset()));
    }

    @Override
    public void release() throws IOException {
        PartitionWriter last = leave();
        last.release();
    }

    @Override
    public void abandon() {
        current = false;
        if (writer != null) {
            leave().abandon();
        }
    }

    private PartitionWriter leave() {
        PartitionWriter last = writer;
        held = last.lastRecord();
        writer = null;
        return last;
    }
}
