package io.millrace.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The checks that the records share. */
final class Fields {
    private Fields() {}

    static void requireText(String name, String value) {
        requireNonNull(value, name);
        if (value.isBlank()) {
            throw new IllegalArgumentException(name + " is blank, must be a name");
        }
    }

    static void requireFinite(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " is " + value + ", must be a finite number");
        }
    }

    /** Every wire format carries milliseconds; a record that kept more would not equal itself after a trip. */
    static Instant toMillis(Instant value, String name) {
        return requireNonNull(value, name).truncatedTo(ChronoUnit.MILLIS);
    }
}
