package io.millrace.model;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of sensors that Millrace simulates and has default alert rules for. */
public enum SensorType {
    /** Air temperature. */
    TEMPERATURE("temperature", "°C"),
    /** Relative humidity. */
    HUMIDITY("humidity", "%"),
    /** Air pressure. */
    PRESSURE("pressure", "hPa"),
    /** Movement seen: 1, none: 0. */
    MOTION("motion", "bool"),
    /** Illuminance. */
    LIGHT("light", "lux");

    private final String word;
    private final String unit;

    SensorType(String word, String unit) {
        this.word = word;
        this.unit = unit;
    }

    /** The name as it stands in records and settings. */
    public String word() {
        return word;
    }

    /** The unit of the readings. */
    public String unit() {
        return unit;
    }

    /** The type with this {@linkplain #word() word}, if there is one. */
    public static Optional<SensorType> of(String word) {
        requireNonNull(word, "word");
        return Arrays.stream(values()).filter(type -> type.word.equals(word)).findFirst();
    }
}
