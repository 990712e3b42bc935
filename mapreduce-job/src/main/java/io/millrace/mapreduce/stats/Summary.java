package io.millrace.mapreduce.stats;

import com.tdunning.math.stats.MergingDigest;
import com.tdunning.math.stats.TDigest;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * What is kept of any number of values. Two summaries merge into what one would be that had seen all values: exactly for
 * count and extremes, up to rounding for mean and deviation (Chan's method, which does not lose digits to large means),
 * within the digest's error for percentiles.
 */
public final class Summary {
    /**
     * Compression of the t-digest: some hundred centroids, so that the ranks of percentiles are off by well under 1 % in
     * the middle and by far less towards the ends. Between neighbouring values percentiles are interpolated.
     */
    private static final double COMPRESSION = 200;

    /** Beyond this a value's square would be too large for a double, so mean and squares are kept of scaled values. */
    private static final double LARGE = 1e150;
    /** Powers of two: scaling by them rounds nothing that counts beside such values. */
    private static final double SCALE = 0x1p-600;

    private long count;
    private double mean;
    private double squares;
    private boolean scaled;
    private double least = Double.POSITIVE_INFINITY;
    private double most = Double.NEGATIVE_INFINITY;
    private TDigest digest = TDigest.createMergingDigest(COMPRESSION);

    /** Adds a value, which must be finite. */
    public void add(double value) {
        if (Math.abs(value) > LARGE) {
            scale();
        }
        count++;
        double own = scaled ? value * SCALE : value;
        double delta = own - mean;
        mean += delta / count;
        squares += delta * (own - mean);
        least = Math.min(least, value);
        most = Math.max(most, value);
        digest.add(value);
    }

    /** Adds all that another has seen. */
    public void merge(Summary other) {
        if (other.count == 0) {
            return;
        }
        if (other.scaled) {
            scale();
        }
        boolean differs = scaled && !other.scaled;
        double otherMean = differs ? other.mean * SCALE : other.mean;
        double otherSquares = differs ? other.squares * SCALE * SCALE : other.squares;
        long sum = count + other.count;
        double delta = otherMean - mean;
        mean += delta * other.count / sum;
        squares += otherSquares + delta * delta * ((double) count * other.count / sum);
        count = sum;
        least = Math.min(least, other.least);
        most = Math.max(most, other.most);
        digest.add(List.of(other.digest));
    }

    private void scale() {
        if (!scaled) {
            scaled = true;
            mean *= SCALE;
            squares = squares * SCALE * SCALE; // SCALE's own square is too small for a double
        }
    }

    /** How many values were added. */
    public long count() {
        return count;
    }

    /** The smallest value. */
    public double least() {
        return least;
    }

    /** The largest value. */
    public double most() {
        return most;
    }

    /** The arithmetic mean. */
    public double mean() {
        return scaled ? mean / SCALE : mean;
    }

    /** The sample's standard deviation; 0 for a single value, infinite if it is larger than any double. */
    public double deviation() {
        double deviation = count < 2 ? 0 : Math.sqrt(squares / (count - 1));
        return scaled ? deviation / SCALE : deviation;
    }

    /** The value that so many percent of the values do not exceed. */
    public double percentile(double percent) {
        return count == 0 ? Double.NaN : Math.max(least, Math.min(most, digest.quantile(percent / 100)));
    }

    /** Writes the summary for {@link #read}. */
    public void write(DataOutput out) throws IOException {
        out.writeLong(count);
        out.writeDouble(mean);
        out.writeDouble(squares);
        out.writeBoolean(scaled);
        out.writeDouble(least);
        out.writeDouble(most);
        ByteBuffer bytes = ByteBuffer.allocate(digest.byteSize());
        digest.asBytes(bytes);
        out.writeInt(bytes.position());
        out.write(bytes.array(), 0, bytes.position());
    }

    /** Reads what {@link #write} wrote. */
    public static Summary read(DataInput in) throws IOException {
        Summary summary = new Summary();
        summary.count = in.readLong();
        summary.mean = in.readDouble();
        summary.squares = in.readDouble();
        summary.scaled = in.readBoolean();
        summary.least = in.readDouble();
        summary.most = in.readDouble();
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        summary.digest = MergingDigest.fromBytes(ByteBuffer.wrap(bytes));
        return summary;
    }
}
