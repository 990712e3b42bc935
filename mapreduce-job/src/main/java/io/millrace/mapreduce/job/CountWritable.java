package io.millrace.mapreduce.job;

import io.millrace.mapreduce.message.Tally;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.hadoop.io.Writable;
import org.apache.hadoop.io.WritableUtils;

/** A number of records on its way from map to reduce, and of messages their times and an example. */
public final class CountWritable implements Writable {
    private Tally tally = Tally.of(0);

    /** For Hadoop, which fills it by {@link #readFields}. */
    public CountWritable() {}

    /** What is carried. */
    public Tally tally() {
        return tally;
    }

    void set(Tally given) {
        tally = given;
    }

    /** All of these together. */
    static Tally sum(Iterable<CountWritable> counts) {
        Tally sum = null;
        for (CountWritable count : counts) {
            sum = sum == null ? count.tally : sum.and(count.tally);
        }
        return sum == null ? Tally.of(0) : sum;
    }

    @Override
    public void write(DataOutput out) throws IOException {
        WritableUtils.writeVLong(out, tally.records());
        out.writeBoolean(!tally.isPlain());
        if (!tally.isPlain()) {
            out.writeLong(tally.first());
            out.writeLong(tally.last());
            WritableUtils.writeVInt(out, tally.example().length);
            out.write(tally.example());
        }
    }

    @Override
    public void readFields(DataInput in) throws IOException {
        long records = WritableUtils.readVLong(in);
        if (!in.readBoolean()) {
            tally = Tally.of(records);
            return;
        }
        long first = in.readLong();
        long last = in.readLong();
        byte[] example = new byte[WritableUtils.readVInt(in)];
        in.readFully(example);
        tally = new Tally(records, first, last, example);
    }
}
