package io.millrace.formats.value;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** The unit of a number that is a time since 1970. */
public enum TimestampUnit {
    SECONDS(6),
    MILLIS(3),
    MICROS(0),
    NANOS(-3);

    private final int powerOfMicros;

    TimestampUnit(int powerOfMicros) {
        this.powerOfMicros = powerOfMicros;
    }

    /**
     * Microseconds since 1970; what is finer is cut.
     *
     * @throws ArithmeticException if that is beyond a long
     */
    public long toMicros(long time) {
        return powerOfMicros < 0 ? Math.floorDiv(time, 1_000L) : Math.multiplyExact(time, powerOfTen());
    }

    /** The same for a number with a fraction. */
    public long toMicros(BigDecimal time) {
        return time.scaleByPowerOfTen(powerOfMicros)
                .setScale(0, RoundingMode.FLOOR)
                .longValueExact();
    }

    private long powerOfTen() {
        return switch (this) {
            case SECONDS -> 1_000_000L;
            case MILLIS -> 1_000L;
            case MICROS, NANOS -> 1L;
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
