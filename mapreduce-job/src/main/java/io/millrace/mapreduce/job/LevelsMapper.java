package io.millrace.mapreduce.job;

import io.millrace.mapreduce.count.MessageCounts;
import io.millrace.mapreduce.count.PartCounts;
import io.millrace.mapreduce.count.SliceCounts;
import io.millrace.mapreduce.count.Tables;
import io.millrace.mapreduce.input.FileChunk;
import io.millrace.mapreduce.message.Tally;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.Mapper;

/** Reads its parts of files and emits each count once, at the end; tables that fill up are emitted in between. */
public final class LevelsMapper extends Mapper<NullWritable, FileChunk, Text, CountWritable> {
    private final SliceCounts labels = new SliceCounts();
    private final MessageCounts messages = new MessageCounts();
    private final SliceCounts minutes = new SliceCounts();
    private final Text key = new Text();
    private final CountWritable value = new CountWritable();

    @Override
    public void run(Context context) throws IOException, InterruptedException {
        FailureNotes.noting(() -> readAll(context));
    }

    private void readAll(Context context) throws IOException, InterruptedException {
        LevelsSettings settings = LevelsSettings.readFrom(context.getConfiguration());
        LevelReader reader = new LevelReader(
                context.getConfiguration(),
                settings,
                new Tables(labels, messages, minutes, () -> drain(context)),
                context::progress);
        PartCounts counts = new PartCounts();
        while (context.nextKeyValue()) {
            FileChunk chunk = context.getCurrentValue();
            context.setStatus(chunk.path());
            LevelReader.Outcome outcome = reader.read(chunk);
            if (outcome.problem().isPresent()) {
                if (chunk.start() == 0) {
                    context.getCounter(JobCounter.BAD_FILES).increment(1);
                }
                emit(
                        context,
                        Keys.BAD_FILE,
                        chunk.path() + ": " + outcome.problem().get(),
                        1);
            } else {
                counts.addAll(outcome.counts());
                context.getCounter(JobCounter.PARTS_READ).increment(1);
            }
            context.progress();
        }
        drain(context);
        if (!settings.wanted().by().isAny()) {
            emit(context, Keys.COUNT, counts.levels().byName(settings.wanted().fold()));
        }
        emit(context, Keys.UNTIMED, counts.untimed().byName(settings.wanted().fold()));
        for (UnknownForms.Form form : reader.unknownForms().all()) {
            emit(context, Keys.FORM, form.shape() + '\t' + form.example(), form.records());
        }
        context.getCounter(JobCounter.RECORDS).increment(counts.levels().total());
        context.getCounter(JobCounter.RECORDS_WITHOUT_TIME)
                .increment(counts.untimed().total());
        context.getCounter(JobCounter.RECORDS_OUTSIDE_WINDOW).increment(counts.outside());
        context.getCounter(JobCounter.RECORDS_WITHOUT_YEAR).increment(counts.withoutYear());
        context.getCounter(JobCounter.TEXT_BYTES).increment(reader.bytesRead());
        context.getCounter(JobCounter.LONG_LINES).increment(reader.linesCut());
    }

    private void drain(Context context) {
        try {
            drain(context, Keys.COUNT, labels);
            drainMessages(context);
            drain(context, Keys.MINUTE, minutes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void drain(Context context, char kind, SliceCounts table) throws IOException {
        byte[] first = {(byte) kind};
        table.<IOException>drain((bytes, from, length, number, count) -> {
            key.set(first, 0, 1);
            key.append(bytes, from, length);
            write(context, Tally.of(count));
        });
    }

    private void drainMessages(Context context) throws IOException {
        messages.<IOException>drain((bytes, from, length, tally) -> {
            Keys.setMessage(key, bytes, from, length);
            write(context, tally);
        });
    }

    private void write(Context context, Tally tally) throws IOException {
        value.set(tally);
        try {
            context.write(key, value);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("task was stopped");
        }
    }

    private void emit(Context context, char kind, Map<String, Long> counts) throws IOException {
        for (Map.Entry<String, Long> count : counts.entrySet()) {
            emit(context, kind, count.getKey(), count.getValue());
        }
    }

    private void emit(Context context, char kind, String name, long count) throws IOException {
        key.set(kind + name);
        write(context, Tally.of(count));
    }
}
