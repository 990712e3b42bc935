package io.millrace.consumer.rules;

/**
 * A closed window over one key's values; there is at least one value in it.
 *
 * @param key the device or station
 * @param startMillis first millisecond that belongs to the window
 * @param endMillis first millisecond that no longer belongs to it
 * @param count how many values it holds
 * @param sum their sum, added in the order of arrival
 * @param min the smallest
 * @param max the largest
 * @param first the value with the earliest event time (of several, the one that arrived first)
 * @param firstMillis its event time
 * @param last the value with the latest event time (of several, the one that arrived last)
 * @param lastMillis its event time
 */
public record WindowFacts(
        String key,
        long startMillis,
        long endMillis,
        long count,
        double sum,
        double min,
        double max,
        double first,
        long firstMillis,
        double last,
        long lastMillis) {

    private static final double MILLIS_PER_MINUTE = 60_000.0;

    /** The arithmetic mean. */
    public double average() {
        return sum / count;
    }

    /** Last value minus first value. */
    public double change() {
        return last - first;
    }

    /** Change per minute of event time between the first and the last value; 0 if they have the same time. */
    public double ratePerMinute() {
        return lastMillis == firstMillis ? 0.0 : change() / ((lastMillis - firstMillis) / MILLIS_PER_MINUTE);
    }
}
