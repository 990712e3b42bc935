package io.millrace.mapreduce.job;

import java.io.IOException;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.Reducer;

/** Adds up what one task emitted for a key in several steps. */
public final class SumCombiner extends Reducer<Text, CountWritable, Text, CountWritable> {
    private final CountWritable sum = new CountWritable();

    @Override
    protected void reduce(Text key, Iterable<CountWritable> values, Context context)
            throws IOException, InterruptedException {
        sum.set(CountWritable.sum(values));
        context.write(key, sum);
    }
}
