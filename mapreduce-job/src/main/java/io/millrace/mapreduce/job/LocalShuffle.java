package io.millrace.mapreduce.job;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.MapOutputFile;
import org.apache.hadoop.mapred.Merger;
import org.apache.hadoop.mapred.RawKeyValueIterator;
import org.apache.hadoop.mapred.ShuffleConsumerPlugin;
import org.apache.hadoop.mapreduce.MRJobConfig;

/**
 * The local runner's shuffle without Hadoop's native library: merges what the map tasks left on this machine's disk. Hadoop's own insists,
 * with Kerberos, on comparing the files' owner by that library; the folder of the local runner is its user's own.
 */
public final class LocalShuffle<K, V> implements ShuffleConsumerPlugin<K, V> {
    /** A partition in the index of a map task's output: where it starts, its length before and after packing. */
    private static final int ENTRY = 3 * Long.BYTES;

    private static final int FACTOR = 10;

    private Context<K, V> context;

    @Override
    public void init(Context<K, V> given) {
        context = given;
    }

    @Override
    public RawKeyValueIterator run() throws IOException, InterruptedException {
        try {
            return merged();
        } catch (IOException | RuntimeException e) {
            FailureNotes.add(Sentences.of(e));
            throw e;
        }
    }

    @SuppressWarnings("unchecked") // the job says of which classes its keys and values are
    private RawKeyValueIterator merged() throws IOException {
        JobConf conf = context.getJobConf();
        FileSystem disk = FileSystem.getLocal(conf).getRaw();
        int partition = context.getReduceId().getTaskID().getId();
        List<Merger.Segment<K, V>> segments = new ArrayList<>();
        for (MapOutputFile output : context.getLocalMapFiles().values()) {
            byte[] index = Files.readAllBytes(
                    Path.of(output.getOutputIndexFile().toUri().getPath()));
            ByteBuffer entry = ByteBuffer.wrap(index, partition * ENTRY, ENTRY);
            long start = entry.getLong();
            entry.getLong();
            segments.add(new Merger.Segment<>(
                    conf, disk, output.getOutputFile(), start, entry.getLong(), context.getCodec(), true));
        }
        context.getCopyPhase().complete();
        org.apache.hadoop.fs.Path spills =
                new org.apache.hadoop.fs.Path(context.getReduceId().toString());
        return Merger.merge(
                conf,
                disk,
                (Class<K>) conf.getMapOutputKeyClass(),
                (Class<V>) conf.getMapOutputValueClass(),
                segments,
                conf.getInt(MRJobConfig.IO_SORT_FACTOR, FACTOR),
                spills,
                (org.apache.hadoop.io.RawComparator<K>) conf.getOutputKeyComparator(),
                context.getReporter(),
                context.getSpilledRecordsCounter(),
                null,
                context.getMergePhase());
    }

    @Override
    public void close() {
        // Segments are closed as they are read.
    }
}
