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

    private static final long YEAR_2000 = 946_684_800_000_000L;
    private static final long YEAR_2100 = 4_102_444_800_000_000L;

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

    /**
     * True if a number whose unit nobody said may be taken for one of this unit, because it is within the years 2000 to 2099 then:
     * seconds that are read as milliseconds are in January 1970.
     */
    public boolean isBelievable(long time) {
        try {
            return isBelievableMicros(toMicros(time));
        } catch (ArithmeticException e) {
            return false;
        }
    }

    /** The same for a time that is in microseconds already. */
    public static boolean isBelievableMicros(long micros) {
        return micros >= YEAR_2000 && micros < YEAR_2100;
    }

    /** What is said of a number that is not. */
    public String unbelievable(String what, String number) {
        return what + " is " + number + ", which as " + this + " is not within the years 2000 to 2099:"
                + " --timestamp-unit must say what such numbers are";
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
