package io.millrace.mapreduce.chart;

/** The marks of an axis of counts. */
public final class Axis {
    private Axis() {}

    /** The distance of the marks: 1, 2 or 5 of a power of ten, so that no more than so many reach the longest bar. */
    public static long step(long longest, int marks) {
        long power = 1;
        while (power * 10 * marks <= longest) {
            power *= 10;
        }
        for (long step : new long[] {power, 2 * power, 5 * power}) {
            if (step * marks >= longest) {
                return step;
            }
        }
        return 10 * power;
    }

    /** The mark that the longest bar reaches, or the next above it. */
    public static long top(long longest, long step) {
        return (longest + step - 1) / step * step;
    }
}
