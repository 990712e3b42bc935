package io.millrace.mapreduce.job;

import io.millrace.mapreduce.input.FileChunk;
import io.millrace.mapreduce.stats.Summary;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.Mapper;

/** Gathers a summary per group and emits each once; when groups are too many for the memory, they are emitted earlier. */
public final class StatsMapper extends Mapper<NullWritable, FileChunk, Text, SummaryWritable> {
    private static final int MOST_GROUPS = 8192;

    private final Map<String, Summary> groups = new HashMap<>();
    private long records;
    private long skipped;

    @Override
    public void run(Context context) throws IOException, InterruptedException {
        FailureNotes.noting(() -> readAll(context));
    }

    private void readAll(Context context) throws IOException, InterruptedException {
        StatsSettings settings = StatsSettings.readFrom(context.getConfiguration());
        StatsReader reader = new StatsReader(
                context.getConfiguration(),
                settings,
                (group, value) -> {
                    if (group == null) {
                        skipped++;
                        return;
                    }
                    records++;
                    groups.computeIfAbsent(group, name -> new Summary()).add(value);
                    if (groups.size() > MOST_GROUPS) {
                        drain(context);
                    }
                },
                context::progress);
        StatsReader check =
                new StatsReader(context.getConfiguration(), settings, (group, value) -> {}, context::progress);
        while (context.nextKeyValue()) {
            FileChunk chunk = context.getCurrentValue();
            context.setStatus(chunk.path());
            // Groups of several files share summaries, from which a damaged file's values could not be taken back.
            Optional<String> problem = settings.skipBadFiles() ? check.read(chunk) : Optional.empty();
            problem = problem.isPresent() ? problem : reader.read(chunk);
            if (problem.isPresent()) {
                if (chunk.start() == 0) {
                    context.getCounter(JobCounter.BAD_FILES).increment(1);
                }
                context.write(new Text(Keys.BAD_FILE + chunk.path() + ": " + problem.get()), new SummaryWritable());
            } else {
                context.getCounter(JobCounter.PARTS_READ).increment(1);
            }
            context.progress();
        }
        drain(context);
        context.getCounter(JobCounter.RECORDS).increment(records);
        context.getCounter(JobCounter.RECORDS_SKIPPED).increment(skipped);
    }

    private void drain(Context context) {
        groups.forEach((group, summary) -> {
            try {
                context.write(new Text(Keys.COUNT + group), new SummaryWritable(summary));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new UncheckedIOException(new InterruptedIOException("task was stopped"));
            }
        });
        groups.clear();
    }
}
