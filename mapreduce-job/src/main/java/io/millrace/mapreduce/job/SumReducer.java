package io.millrace.mapreduce.job;

import io.millrace.mapreduce.message.Change;
import io.millrace.mapreduce.message.Changes;
import io.millrace.mapreduce.message.Tally;
import io.millrace.mapreduce.message.Template;
import io.millrace.mapreduce.message.Templates;
import io.millrace.mapreduce.report.Table;
import io.millrace.mapreduce.time.Bursts;
import io.millrace.mapreduce.time.TimeText;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.Writable;
import org.apache.hadoop.mapreduce.Reducer;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.hadoop.mapreduce.lib.output.MultipleOutputs;

/** Adds up counts. Refuses to give a result that lacks files, unless the user asked to leave bad ones out. */
public final class SumReducer extends Reducer<Text, CountWritable, Text, Writable> {
    /** Name of the hidden files in the output that list the files left out. */
    static final String SKIPPED = "_skipped";

    /** Name of the hidden files in the output that list the forms in which no level was found. */
    static final String UNKNOWN = "_unknown-forms";

    /** Name of the files in the output that hold the most frequent messages, within a folder of their own. */
    static final String MESSAGES = "messages/part";

    /** Name of the files in the output that hold all messages, within a folder of their own. */
    static final String TEMPLATES = "templates/part";

    /** Name of the hidden file in the output that says how messages were found, also where there are none. */
    static final String BASIS = "_messages";

    /** Name of the files in the output that hold what became of messages since another result, within a folder of their own. */
    static final String CHANGES = "changes/part";

    /** Name of the files in the output that hold the bursts, within a folder of their own. */
    static final String BURSTS = "bursts/part";

    /** Name of the hidden files in the output that hold the records without a time, by level, where a window of time is asked for. */
    static final String UNTIMED = "_untimed";

    /** Name of the hidden files in the output that hold the records of each minute, where bursts or a page are asked for. */
    static final String MINUTES = "_minutes";

    private final Text key = new Text();
    private final LongWritable sum = new LongWritable();
    private BadFiles badFiles;
    private MultipleOutputs<Text, Writable> side;
    private boolean skip;
    private LevelsSettings settings;
    private final Templates messages = new Templates();
    private ResultFiles files;
    private final Bursts bursts = new Bursts();
    private final UnknownForms unknown = new UnknownForms();

    @Override
    protected void setup(Context context) throws IOException, InterruptedException {
        settings = LevelsSettings.readFrom(context.getConfiguration());
        skip = settings.skipBadFiles();
        badFiles = new BadFiles(skip);
        side = new MultipleOutputs<>(context);
        files = new ResultFiles(
                context.getConfiguration(),
                FileOutputFormat.getWorkOutputPath(context),
                context.getTaskAttemptID().getTaskID().getId(),
                settings.resultFormat(),
                settings.tables());
    }

    @Override
    public void run(Context context) throws IOException, InterruptedException {
        FailureNotes.noting(() -> super.run(context));
    }

    @Override
    protected void reduce(Text typed, Iterable<CountWritable> values, Context context)
            throws IOException, InterruptedException {
        Tally tally = CountWritable.sum(values);
        long total = tally.records();
        String name = typed.toString().substring(1);
        key.set(name);
        sum.set(total);
        if (typed.charAt(0) == Keys.BAD_FILE) {
            badFiles.add(name);
            if (skip) {
                side.write(key, sum, SKIPPED);
                files.row(Table.SKIPPED, name);
            }
            return;
        }
        badFiles.refuse();
        int tab = name.indexOf('\t');
        switch (typed.charAt(0)) {
            case Keys.FORM ->
                unknown.add(new UnknownForms.Form(name.substring(0, tab), name.substring(tab + 1), total));
            case Keys.MESSAGE -> messages.add(Keys.levelOfMessage(name), Keys.messageOf(name), tally);
            case Keys.MINUTE -> minute(name.substring(0, tab), name.substring(tab + 1), total);
            case Keys.UNTIMED -> {
                side.write(key, sum, UNTIMED);
                files.row(Table.UNTIMED, name, total);
            }
            default -> {
                context.write(key, sum);
                count(name, total);
            }
        }
    }

    private void minute(String minute, String level, long records) throws IOException, InterruptedException {
        bursts.add(minute, level, records);
        side.write(key, sum, MINUTES);
        files.row(Table.MINUTES, minute, level, records);
    }

    private void count(String name, long records) throws IOException {
        int tab = name.lastIndexOf('\t');
        if (tab < 0) {
            files.row(Table.COUNTS, null, null, name, records);
        } else {
            files.row(
                    Table.COUNTS,
                    settings.wanted().by().name(),
                    name.substring(0, tab),
                    name.substring(tab + 1),
                    records);
        }
    }

    @Override
    protected void cleanup(Context context) throws IOException, InterruptedException {
        if (settings.wanted().messages()
                && Keys.reducerOf(Keys.MESSAGE, context.getNumReduceTasks())
                        == context.getTaskAttemptID().getTaskID().getId()) {
            messages(context);
        }
        for (Bursts.Burst burst : bursts.all()) {
            key.set(burst.minute() + '\t' + burst.level() + '\t' + burst.records());
            side.write(key, new Text(decimal(burst.usual()) + '\t' + decimal(burst.limit())), BURSTS);
            files.row(Table.BURSTS, burst.minute(), burst.level(), burst.records(), burst.usual(), burst.limit());
        }
        for (UnknownForms.Form form : unknown.all()) {
            key.set(form.shape() + '\t' + form.example());
            sum.set(form.records());
            side.write(key, sum, UNKNOWN);
            files.row(Table.UNKNOWN_FORMS, form.shape(), form.example(), form.records());
            context.getCounter(JobCounter.UNKNOWN_FORMS).increment(1);
        }
        side.close();
        files.close();
        badFiles.refuse();
    }

    private void messages(Context context) throws IOException, InterruptedException {
        List<Template> all = messages.all();
        for (String line : MessageBasis.of(settings).lines()) {
            side.write(new Text(line), null, BASIS);
        }
        for (Template message : TopMessages.of(all, settings.topMessages())) {
            key.set(message.level() + '\t' + message.records());
            side.write(key, new Text(message.text()), MESSAGES);
            row(Table.MESSAGES, message);
        }
        for (Template template : all) {
            side.write(new Text(TemplateLines.write(template)), null, TEMPLATES);
            row(Table.TEMPLATES, template);
        }
        if (settings.compare().isPresent()) {
            Path old = new Path(settings.compare().get());
            List<Template> before = new JobOutput(context.getConfiguration(), old).templates();
            for (Change change : Changes.between(before, all)) {
                change(change);
            }
        }
    }

    private void row(Table table, Template of) throws IOException {
        files.row(table, of.level(), of.records(), of.text(), time(of.first()), time(of.last()), of.example());
    }

    private void change(Change change) throws IOException, InterruptedException {
        Template of = change.template();
        side.write(new Text(TemplateLines.write(change)), null, CHANGES);
        files.row(
                Table.CHANGES,
                change.kind().name(),
                of.level(),
                of.records(),
                change.before(),
                change.expected(),
                of.text(),
                time(of.first()),
                time(of.last()),
                of.example());
    }

    /** A time of a table, where there is none as null. */
    private static String time(String text) {
        return text.equals(TimeText.NOTHING) ? null : text;
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
