package io.millrace.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * One measurement of one sensor.
 *
 * @param deviceId name of the device, unique within the installation; not blank
 * @param type what is measured; {@link SensorType} names the usual ones, any other word is allowed; not blank
 * @param value the measurement in {@code unit}; finite; motion is 1 for movement and 0 for none
 * @param unit unit of {@code value}, for instance {@code °C}; may be empty
 * @param timestamp time of the measurement, millisecond precision
 * @param anomaly true if the source itself marked the reading as unusual
 */
public record SensorReading(
        String deviceId, String type, double value, String unit, Instant timestamp, boolean anomaly) {
    public SensorReading {
        Fields.requireText("device_id", deviceId);
        Fields.requireText("type", type);
        Fields.requireFinite("value", value);
        requireNonNull(unit, "unit");
        timestamp = Fields.toMillis(timestamp, "timestamp");
    }
}
