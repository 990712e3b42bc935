package io.millrace.formats.infer;

import io.millrace.formats.json.Iso8601;
import java.nio.charset.StandardCharsets;

/** The strings at one place. */
final class Texts {
    /** Longer ones are no time, whatever they are. */
    private static final int LONGEST_TIME = 40;

    private long count;
    private long dates;
    private long times;
    private boolean finerThanMillis;

    void add(String text) {
        count++;
        if (text.length() > LONGEST_TIME) {
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (Iso8601.days(bytes, 0, bytes.length) != Iso8601.INVALID) {
            dates++;
            return;
        }
        long micros = Iso8601.micros(bytes, 0, bytes.length);
        if (micros != Iso8601.INVALID) {
            times++;
            finerThanMillis |= micros % 1_000 != 0;
        }
    }

    void merge(Texts other) {
        count += other.count;
        dates += other.dates;
        times += other.times;
        finerThanMillis |= other.finerThanMillis;
    }

    long count() {
        return count;
    }

    /** True if all are dates and nothing else. */
    boolean areDates() {
        return count > 0 && dates == count;
    }

    /** True if all are instants, or dates among them. */
    boolean areTimes() {
        return times > 0 && dates + times == count;
    }

    /** True if milliseconds would cut what an instant says. */
    boolean isFinerThanMillis() {
        return finerThanMillis;
    }

    /** What should be known of a column of them; empty if nothing need be. */
    String remark() {
        return times + dates > 0 && times + dates < count
                ? times + dates + " of " + count + " strings are times, the others are not"
                : "";
    }
}
