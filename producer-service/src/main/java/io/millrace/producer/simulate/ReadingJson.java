package io.millrace.producer.simulate;

import io.millrace.model.SensorType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * Writes one device's readings as the JSON of {@link io.millrace.model.codec.SensorReadingJson}, a hundred nanoseconds
 * each: everything that does not change is bytes already, and a decimal is digits of a whole number. Not thread-safe.
 */
final class ReadingJson {
    private static final int MILLIS_DIGITS = 3;
    private static final byte[] NORMAL = ascii("Z\",\"anomaly\":false}");
    private static final byte[] ANOMALY = ascii("Z\",\"anomaly\":true}");

    private final byte[] beforeValue;
    private final byte[] afterValue;
    private final int decimals;
    private final long scale;
    private final byte[] second = new byte["2026-01-01T00:00:00.".length()];
    private final byte[] scratch;
    private long secondNumber = Long.MIN_VALUE;

    ReadingJson(String deviceId, SensorType type) {
        beforeValue = ascii("{\"device_id\":\"" + deviceId + "\",\"type\":\"" + type.word() + "\",\"value\":");
        afterValue = ("," + "\"unit\":\"" + type.unit() + "\",\"timestamp\":\"").getBytes(StandardCharsets.UTF_8);
        decimals = Sensor.decimals(type);
        scale = decimals == 2 ? 100 : decimals == 1 ? 10 : 1;
        scratch = new byte
                [beforeValue.length + 24 + afterValue.length + second.length + MILLIS_DIGITS + ANOMALY.length + 8];
    }

    byte[] write(double value, long epochMillis, boolean anomaly) {
        int at = put(beforeValue, 0);
        at = decimal(Math.round(value * scale), at);
        at = put(afterValue, at);
        long seconds = Math.floorDiv(epochMillis, 1000);
        if (seconds != secondNumber) {
            secondNumber = seconds;
            byte[] text = ascii(Instant.ofEpochSecond(seconds).toString());
            System.arraycopy(text, 0, second, 0, second.length - 1);
            second[second.length - 1] = '.';
        }
        at = put(second, at);
        int millis = (int) (epochMillis - seconds * 1000);
        scratch[at] = (byte) ('0' + millis / 100);
        scratch[at + 1] = (byte) ('0' + millis / 10 % 10);
        scratch[at + 2] = (byte) ('0' + millis % 10);
        at = put(anomaly ? ANOMALY : NORMAL, at + MILLIS_DIGITS);
        return Arrays.copyOf(scratch, at);
    }

    private int put(byte[] bytes, int at) {
        System.arraycopy(bytes, 0, scratch, at, bytes.length);
        return at + bytes.length;
    }

    /** A whole number of hundredths, tenths or ones, as JSON: -5.25, 0.5, 12.0, and always with a point. */
    private int decimal(long scaled, int at) {
        int to = at;
        if (scaled < 0) {
            scratch[to++] = '-';
        }
        long magnitude = Math.abs(scaled);
        to = whole(magnitude / scale, to);
        scratch[to++] = '.';
        long rest = magnitude % scale;
        if (decimals == 2) {
            scratch[to++] = (byte) ('0' + rest / 10);
        }
        scratch[to++] = (byte) ('0' + (decimals == 0 ? 0 : rest % 10));
        return to;
    }

    private int whole(long number, int at) {
        int digits = 1;
        for (long limit = 10; number >= limit; limit *= 10) {
            digits++;
        }
        long rest = number;
        for (int i = at + digits - 1; i >= at; i--) {
            scratch[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return at + digits;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
