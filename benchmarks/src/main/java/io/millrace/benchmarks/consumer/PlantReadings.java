package io.millrace.benchmarks.consumer;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * JSON readings of about 125 bytes from 200 devices of five kinds, the same ones each time. A reading that is marked as an
 * anomaly is a temperature of more than 45 °C, which exactly one of the twenty rules is about; no other reading is an alert
 * by itself.
 */
final class PlantReadings {
    private static final int DEVICES = 200;
    private static final String[] TYPES = {"temperature", "humidity", "pressure", "motion", "light"};
    private static final String[] UNITS = {"°C", "%", "hPa", "bool", "lux"};

    private static final String[] NAMES = IntStream.range(0, DEVICES)
            .mapToObj(number -> String.format(Locale.ROOT, "device-%03d", number))
            .toArray(String[]::new);

    private final SplittableRandom random = new SplittableRandom(20260101);
    private final double anomalies;
    private int device;
    private boolean anomaly;

    /** @param anomalies share of the readings, 0 to 1 */
    PlantReadings(double anomalies) {
        this.anomalies = anomalies;
    }

    /** The next reading as JSON. */
    byte[] next(Instant time) {
        anomaly = random.nextDouble() < anomalies;
        device = random.nextInt(DEVICES);
        int type = anomaly ? 0 : device % TYPES.length;
        // Inside what every rule takes for usual, for each of the five kinds.
        double value = anomaly ? 46 + random.nextInt(400) / 10.0 : 10 + random.nextInt(3000) / 100.0;
        return ("{\"device_id\":\"" + NAMES[device] + "\",\"type\":\"" + TYPES[type] + "\",\"value\":" + value
                        + ",\"unit\":\"" + UNITS[type] + "\",\"timestamp\":\"" + time + "\",\"anomaly\":" + anomaly
                        + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Number of the last reading's device. */
    int device() {
        return device;
    }

    /** The last reading's key. */
    byte[] key() {
        return NAMES[device].getBytes(StandardCharsets.UTF_8);
    }

    /** True if the last reading is to raise an alert. */
    boolean isAnomaly() {
        return anomaly;
    }
}
