package io.millrace.mapreduce.job;

import io.millrace.mapreduce.stats.Summary;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Locale;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.Reducer;
import org.apache.hadoop.mapreduce.lib.output.MultipleOutputs;

/** Merges the summaries of each group into a line of the result. */
public final class StatsReducer extends Reducer<Text, SummaryWritable, Text, Text> {
    private static final double WRITTEN_OUT = 1e21;

    private final Text key = new Text();
    private final Text line = new Text();
    private MultipleOutputs<Text, Text> side;
    private StatsSettings settings;
    private BadFiles badFiles;

    @Override
    protected void setup(Context context) {
        settings = StatsSettings.readFrom(context.getConfiguration());
        badFiles = new BadFiles(settings.skipBadFiles());
        side = new MultipleOutputs<>(context);
    }

    @Override
    public void run(Context context) throws IOException, InterruptedException {
        FailureNotes.noting(() -> super.run(context));
    }

    @Override
    protected void reduce(Text typed, Iterable<SummaryWritable> values, Context context)
            throws IOException, InterruptedException {
        key.set(typed.toString().substring(1));
        if (typed.charAt(0) == Keys.BAD_FILE) {
            badFiles.add(key.toString());
            if (settings.skipBadFiles()) {
                line.set("1");
                side.write(key, line, SumReducer.SKIPPED);
            }
            return;
        }
        badFiles.refuse();
        Summary sum = new Summary();
        for (SummaryWritable value : values) {
            sum.merge(value.summary());
        }
        StringBuilder text = new StringBuilder();
        text.append(sum.count());
        number(text, sum.least());
        number(text, sum.mean());
        number(text, sum.most());
        number(text, sum.deviation());
        settings.percentiles().forEach(percent -> number(text, sum.percentile(percent)));
        line.set(text.toString());
        context.write(key, line);
    }

    @Override
    protected void cleanup(Context context) throws IOException, InterruptedException {
        side.close();
        badFiles.refuse();
    }

    /**
     * Ten significant digits: more would show the rounding of adding up, fewer would lose measurements. Written out, but for
     * numbers of which nothing but noughts would be seen.
     */
    private static void number(StringBuilder text, double value) {
        text.append('\t');
        if (!Double.isFinite(value)) {
            text.append(value);
            return;
        }
        BigDecimal digits = new BigDecimal(String.format(Locale.ROOT, "%.10g", value)).stripTrailingZeros();
        text.append(
                Math.abs(value) < WRITTEN_OUT
                        ? digits.toPlainString()
                        : digits.toString().replace("E+", "e"));
    }
}
