package io.millrace.benchmarks.sink;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.SplittableRandom;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Sensor readings as JSON of about 125 bytes, or as Avro of about 40, the same ones each time. */
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

    /** The next reading as JSON. Readings are 13 ms apart. */
    byte[] next() {
        Reading reading = reading();
        String text = "{\"device_id\":\"" + names[device] + "\",\"type\":\"" + reading.type() + "\",\"value\":"
                + reading.value() + ",\"unit\":\"" + reading.unit() + "\",\"timestamp\":\""
                + Instant.ofEpochMilli(reading.millis()) + "\",\"anomaly\":" + reading.anomaly() + "}";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The next reading as Avro of the schema sensor-reading, in a registry's frame with this id. */
    byte[] nextFramed(int id) {
        Reading reading = reading();
        ByteArrayOutputStream out = new ByteArrayOutputStream(64);
        out.writeBytes(ByteBuffer.allocate(5).putInt(1, id).array());
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        try {
            encoder.writeString(names[device]);
            encoder.writeString(reading.type());
            encoder.writeDouble(reading.value());
            encoder.writeString(reading.unit());
            encoder.writeLong(reading.millis());
            encoder.writeBoolean(reading.anomaly());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private record Reading(String type, double value, String unit, long millis, boolean anomaly) {}

    private Reading reading() {
        device = random.nextInt(names.length);
        int type = device % TYPES.length;
        long millis = START + count++ * 13;
        // A full second would be written without milliseconds.
        return new Reading(
                TYPES[type],
                (1500 + random.nextInt(2000)) / 100.0,
                UNITS[type],
                millis % 1000 == 0 ? millis + 1 : millis,
                random.nextInt(20) == 0);
    }

    /** The device of the last reading, its key. */
    byte[] key() {
        return keys[device];
    }
}
