package io.millrace.producer.simulate;

import io.millrace.model.SensorType;

/**
 * One simulated sensor: a daily rhythm, a slow drift of its own and the jitter of real ones.
 *
 * <p>An anomaly is one of three kinds: a value far above the usual range, one far below it, or the value that broken
 * sensors of that type are known to get stuck at. For motion and light it is movement or light at an unusual hour, or
 * none when there always is some.
 */
final class Sensor {
    private static final long DAY_MILLIS = 86_400_000L;
    private static final double TAU = 2 * Math.PI;

    private final SensorType type;
    private final Noise noise;
    private final double bias;
    private double drift;
    private long rhythmSecond = Long.MIN_VALUE;
    private double rhythm;
    private boolean anomaly;

    /** @param bias what this sensor differs from others by, from -1 to 1 */
    Sensor(SensorType type, Noise noise, double bias) {
        this.type = type;
        this.noise = noise;
        this.bias = bias;
    }

    /** Digits behind the point in its values. */
    static int decimals(SensorType type) {
        return switch (type) {
            case TEMPERATURE, PRESSURE -> 2;
            case HUMIDITY, LIGHT -> 1;
            case MOTION -> 0;
        };
    }

    /** The reading at this moment, in its type's unit. */
    double read(long epochMillis, double anomalyProbability) {
        anomaly = noise.happens(anomalyProbability);
        drift = 0.98 * drift + 0.02 * noise.centred();
        long second = Math.floorDiv(epochMillis, 1000);
        if (second != rhythmSecond) {
            // A sine per reading would cost more than the rest of it.
            rhythmSecond = second;
            double day = (double) Math.floorMod(epochMillis, DAY_MILLIS) / DAY_MILLIS;
            // Lowest before dawn, highest in the afternoon.
            rhythm = Math.sin(TAU * (day - 0.375));
        }
        return anomaly ? unusual() : usual();
    }

    /** True if the last reading was an anomaly. */
    boolean isAnomaly() {
        return anomaly;
    }

    private double usual() {
        double jitter = noise.centred();
        return switch (type) {
            case TEMPERATURE -> 21.5 + 2.5 * rhythm + 1.5 * bias + 2 * drift + 0.15 * jitter;
            case HUMIDITY -> clamp(45 - 6 * rhythm + 4 * bias + 5 * drift + 0.5 * jitter, 20, 75);
            case PRESSURE -> 1013.25 + 1.2 * rhythm + 2 * bias + 12 * drift + 0.1 * jitter;
            // By day one reading in three sees somebody, by night one in fifty.
            case MOTION -> noise.happens(rhythm > 0 ? 0.33 : 0.02) ? 1 : 0;
            case LIGHT -> Math.max(0, 420 * Math.max(0, rhythm) + 40 * bias + 60 * drift + 8 * jitter);
        };
    }

    private double unusual() {
        int kind = noise.below(3);
        double size = noise.below(1000) / 1000.0;
        return switch (type) {
            case TEMPERATURE -> choose(kind, 38 + 20 * size, -5 - 15 * size, 85.0);
            case HUMIDITY -> choose(kind, 90 + 9 * size, 5 * size, 100.0);
            case PRESSURE -> choose(kind, 1060 + 30 * size, 880 + 40 * size, 300.0);
            case MOTION -> rhythm > 0 ? 0 : 1;
            case LIGHT -> rhythm > 0 ? choose(kind, 2000 + 3000 * size, 0, 65535.0) : 600 + 400 * size;
        };
    }

    private static double choose(int kind, double high, double low, double stuck) {
        return switch (kind) {
            case 0 -> high;
            case 1 -> low;
            default -> stuck;
        };
    }

    private static double clamp(double value, double low, double high) {
        return Math.max(low, Math.min(high, value));
    }
}
