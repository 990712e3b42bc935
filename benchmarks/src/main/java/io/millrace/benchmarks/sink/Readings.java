package io.millrace.benchmarks.sink;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.SplittableRandom;

/** Sensor readings as JSON of about 125 bytes, the same ones each time. */
final class Readings {
    private static final String[] TYPES = {"temperature", "humidity", "pressure", "motion", "light"};
    private static final String[] UNITS = {"°C", "%", "hPa", "bool", "lux"};
    private static final long START = Instant.parse("2026-01-01T00:00:00.001Z").toEpochMilli();

    private final SplittableRandom random = new SplittableRandom(20260101);
    private final String[] names;
    private final byte[][] keys;
    private long count;
    private int device;

    /** @param devices of which each reading takes one at random */
    Readings(int devices) {
        names = new String[devices];
        keys = new byte[devices][];
        for (int i = 0; i < devices; i++) {
            names[i] = String.format(Locale.ROOT, "device-%03d", i);
            keys[i] = names[i].getBytes(StandardCharsets.UTF_8);
        }
    }

    /** The next reading. Readings are 13 ms apart. */
    byte[] next() {
        device = random.nextInt(names.length);
        int type = device % TYPES.length;
        long millis = START + count++ * 13;
        // A full second would be written without milliseconds.
        Instant time = Instant.ofEpochMilli(millis % 1000 == 0 ? millis + 1 : millis);
        String text = "{\"device_id\":\"" + names[device] + "\",\"type\":\"" + TYPES[type] + "\",\"value\":"
                + (1500 + random.nextInt(2000)) / 100.0 + ",\"unit\":\"" + UNITS[type] + "\",\"timestamp\":\"" + time
                + "\",\"anomaly\":" + (random.nextInt(20) == 0) + "}";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The device of the last reading, its key. */
    byte[] key() {
        return keys[device];
    }
}
