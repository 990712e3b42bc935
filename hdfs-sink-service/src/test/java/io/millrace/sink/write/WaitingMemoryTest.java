package io.millrace.sink.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.formats.FileKind;
import io.millrace.formats.FormatSettings;
import io.millrace.formats.Tombstones;
import io.millrace.formats.TopicFormat;
import io.millrace.formats.TopicFormats;
import io.millrace.formats.Values;
import io.millrace.formats.file.Compression;
import io.millrace.record.HeldRecord;
import io.millrace.record.PartitionId;
import io.millrace.sink.local.TemporaryFiles;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that wait never hold more than their thread may hold, however many partitions and polls there are. */
class WaitingMemoryTest {
    private static final int MIB = 1 << 20;

    @TempDir
    private Path folder;

    private static TopicFormat lines() {
        return TopicFormats.create(FormatSettings.of(Values.TEXT, FileKind.TEXT, Compression.NONE), "t");
    }

    private static void route(TopicFormat format, int partition, long offset, int bytes) throws Exception {
        format.route(new HeldRecord(new PartitionId("t", partition), offset, 1, null, new byte[bytes], List.of()));
    }

    /** Partitions of one thread, whose only file is another one's, so that all rows wait. */
    private final class Partitions {
        private final MemoryBudget budget;
        private final TopicFormat format = lines();
        private final List<BatchFiles> all = new ArrayList<>();
        private long offset;

        Partitions(int count, long maxBytes, long maxSpilled) throws Exception {
            budget = new MemoryBudget(1, maxBytes, maxBytes, maxSpilled, 0);
            WriterContext context = new WriterContext(
                    null,
                    format,
                    null,
                    budget,
                    new RollRules(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, false, 1_000_000),
                    BadRecords.STOP,
                    Tombstones.DEAD_LETTER,
                    null,
                    new TemporaryFiles(folder),
                    Runnable::run,
                    SinkEvents.NONE);
            for (int i = 0; i < count; i++) {
                PartitionId id = new PartitionId("t", i);
                all.add(new BatchFiles(context, id, null, new Batch(), new Wholeness(id)));
            }
            budget.opened(new OpenFile(all.get(0), "other", "tmp", OutputStream.nullOutputStream(), format, 0));
        }

        void add(int partition, String name, int bytes) throws Exception {
            BatchFiles files = all.get(partition);
            if (!files.switchTo(name)) {
                files.begin(name, offset);
            }
            route(format, partition, offset, bytes);
            files.add(offset);
            offset++;
        }
    }

    @Test
    void rowsInAsManyRunsAsCanBeReadWantACommit() throws Exception {
        PartitionId id = new PartitionId("t", 0);
        TopicFormat format = lines();
        WaitingRows rows = new WaitingRows(new TemporaryFiles(folder));
        WaitingPart part = new WaitingPart(id, rows, new Wholeness(id), new MemoryBudget(1, MIB, MIB, MIB, 0));
        rows.addFolder("f");
        for (int run = 0; rows.canSpill() && run < 5_000; run++) {
            assertThat(part.wantsCommit()).isFalse();
            route(format, 0, run, 10);
            rows.add(0, run, format);
            part.spillEarly();
        }

        assertThat(rows.canSpill()).isFalse();
        assertThat(part.wantsCommit()).isTrue();
        part.clear();
        assertThat(part.wantsCommit()).isFalse();
    }

    @Test
    @Tag("thorough")
    void manyPartitionsThatAreReadForLongStayWithinASmallBudget() throws Exception {
        int count = 1_000;
        Partitions partitions = new Partitions(count, 2 * MIB, Long.MAX_VALUE);
        int commits = 0;
        for (int poll = 0; poll < 300; poll++) {
            for (int i = 0; i < count; i++) {
                for (int row = 0; row < 3; row++) {
                    partitions.add(i, "f=" + row, 500);
                }
                if (partitions.all.get(i).check().isPresent()) {
                    partitions.all.get(i).reset();
                    commits++;
                }
            }
            // As the worker does after each poll.
            for (BatchFiles files : partitions.all) {
                if (files.wantsCommit()) {
                    files.reset();
                    commits++;
                }
            }
            // A quarter more than the budget, the names of the folders, and a poll.
            assertThat(partitions.budget.bufferedBytes()).isLessThan(4 * MIB);
        }

        assertThat(commits).isLessThan(300 * count / 20);
    }

    @Test
    void aFullDiskHasThePartitionCommitThatHasMostOfIt() throws Exception {
        Partitions partitions = new Partitions(3, 100_000, 2_000_000);
        for (int i = 0; i < 100; i++) {
            partitions.add(0, "f", 30_000);
            assertThat(partitions.all.get(0).wantsCommit()).isFalse();
            assertThat(partitions.all.get(0).check().isPresent())
                    .isEqualTo(partitions.budget.spilledBytes() >= 2_000_000);
            if (partitions.all.get(0).wantsCommit()) {
                break;
            }
        }
        assertThat(partitions.all.get(0).wantsCommit()).isTrue();

        partitions.add(1, "f", 100);

        assertThat(partitions.all.get(1).check()).isEmpty();
        assertThat(partitions.all.get(1).wantsCommit()).isFalse();
        partitions.all.get(0).reset();
        assertThat(partitions.budget.spilledBytes()).isZero();
        assertThat(partitions.all.get(1).check()).isEmpty();
    }
}
