package io.millrace.mapreduce.input;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.mapreduce.InputFormat;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.apache.hadoop.mapreduce.lib.input.InvalidInputException;

/**
 * Gives each task parts of files instead of records: the task reads the bytes itself, because an object per record would
 * cost more than everything else.
 *
 * <p>The size of splits follows {@code mapreduce.input.fileinputformat.split.maxsize} and {@code .minsize} if they are
 * set; else half of the work of each local map slot, or 256 MiB on a cluster.
 */
public final class LogInputFormat extends InputFormat<NullWritable, FileChunk> {
    /** Where the job's configuration says how many files it reads, once it is submitted. */
    public static final String FILES = "millrace.input.files";
    /** Where the job's configuration says how many bytes these files have. */
    public static final String BYTES = "millrace.input.bytes";

    private static final long MIB = 1L << 20;
    private static final long LEAST_LOCAL = 16 * MIB;
    private static final long CLUSTER = 256 * MIB;
    private static final int PARTS_PER_SLOT = 2;

    @Override
    public List<InputSplit> getSplits(JobContext job) throws IOException {
        Configuration configuration = job.getConfiguration();
        List<InputFile> files = InputListing.list(configuration, List.of(FileInputFormat.getInputPaths(job)));
        if (files.isEmpty()) {
            throw new InvalidInputException(List.of(new IOException("input "
                    + List.of(FileInputFormat.getInputPaths(job)) + ": no file with any content; files and folders "
                    + "whose names start with _ or . are left out")));
        }
        long total = files.stream().mapToLong(InputFile::length).sum();
        configuration.setInt(FILES, files.size());
        configuration.setLong(BYTES, total);
        List<InputSplit> splits = new ArrayList<>();
        for (SplitPlanner.Split split : SplitPlanner.plan(files, target(configuration, total))) {
            splits.add(new ChunkSplit(split.chunks(), split.hosts()));
        }
        return splits;
    }

    static long target(Configuration configuration, long total) {
        boolean local = "local".equals(configuration.get("mapreduce.framework.name", "local"));
        int slots = Math.max(1, configuration.getInt("mapreduce.local.map.tasks.maximum", 1));
        long usual = local ? Math.max(LEAST_LOCAL, total / ((long) slots * PARTS_PER_SLOT)) : CLUSTER;
        long most = configuration.getLong(FileInputFormat.SPLIT_MAXSIZE, Long.MAX_VALUE);
        long least = configuration.getLong(FileInputFormat.SPLIT_MINSIZE, 1);
        return Math.max(1, Math.max(least, Math.min(usual, most)));
    }

    @Override
    public RecordReader<NullWritable, FileChunk> createRecordReader(InputSplit split, TaskAttemptContext context) {
        return new ChunkReader();
    }

    /** Hands out the parts of a split one by one. */
    private static final class ChunkReader extends RecordReader<NullWritable, FileChunk> {
        private List<FileChunk> chunks = List.of();
        private int current = -1;

        @Override
        public void initialize(InputSplit split, TaskAttemptContext context) {
            chunks = ((ChunkSplit) split).chunks();
        }

        @Override
        public boolean nextKeyValue() {
            return ++current < chunks.size();
        }

        @Override
        public NullWritable getCurrentKey() {
            return NullWritable.get();
        }

        @Override
        public FileChunk getCurrentValue() {
            return chunks.get(current);
        }

        @Override
        public float getProgress() {
            return chunks.isEmpty() ? 1 : Math.max(0, current) / (float) chunks.size();
        }

        @Override
        public void close() {
            // Nothing is held open between parts.
        }
    }
}
