package io.millrace.mapreduce.job;

import io.millrace.mapreduce.stats.Summary;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.hadoop.io.Writable;

/** A summary on its way from map to reduce. */
public final class SummaryWritable implements Writable {
    private Summary summary;

    /** For Hadoop, which fills it by {@link #readFields}. */
    public SummaryWritable() {
        this(new Summary());
    }

    /** Carries this summary. */
    public SummaryWritable(Summary summary) {
        this.summary = summary;
    }

    /** What is carried. */
    public Summary summary() {
        return summary;
    }

    @Override
    public void write(DataOutput out) throws IOException {
        summary.write(out);
    }

    @Override
    public void readFields(DataInput in) throws IOException {
        summary = Summary.read(in);
    }
}
