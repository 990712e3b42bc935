package io.millrace.consumer.tail;

import java.util.Arrays;
import java.util.Optional;

/** How {@code tail} is to understand values. */
public enum ValueFormat {
    /** JSON or text if it is that, Millrace's Protobuf records if it is those, bytes otherwise. */
    AUTO("auto"),
    /** UTF-8 text, JSON included. */
    TEXT("text"),
    /** Sensor readings as Protobuf. */
    READING_PROTOBUF("reading-protobuf"),
    /** Weather reports as Protobuf. */
    WEATHER_PROTOBUF("weather-protobuf"),
    /** Log events as Protobuf. */
    LOG_PROTOBUF("log-protobuf"),
    /** Bytes in hexadecimal. */
    HEX("hex");

    private final String label;

    ValueFormat(String label) {
        this.label = label;
    }

    /** The name as it is written in options. */
    public String label() {
        return label;
    }

    /** The format with this label. */
    public static Optional<ValueFormat> of(String label) {
        return Arrays.stream(values())
                .filter(format -> format.label.equals(label))
                .findFirst();
    }
}
