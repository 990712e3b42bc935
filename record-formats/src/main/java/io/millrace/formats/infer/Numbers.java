package io.millrace.formats.infer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.formats.value.TimestampUnit;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** The numbers at one place. */
final class Numbers {
    private long whole;
    private long fractions;
    private long beyondLong;
    private long min = Long.MAX_VALUE;
    private long max = Long.MIN_VALUE;

    void add(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) {
            fractions++;
        } else if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            beyondLong++;
        } else {
            whole++;
            min = Math.min(min, parser.getLongValue());
            max = Math.max(max, parser.getLongValue());
        }
    }

    void merge(Numbers other) {
        whole += other.whole;
        fractions += other.fractions;
        beyondLong += other.beyondLong;
        min = Math.min(min, other.min);
        max = Math.max(max, other.max);
    }

    long count() {
        return whole + fractions + beyondLong;
    }

    /** True if a {@code long} holds all of them. */
    boolean areLong() {
        return whole == count();
    }

    /** What should be known of a column of them; empty if nothing need be. */
    String remark() {
        if (beyondLong > 0) {
            return beyondLong + " of " + count() + " numbers are beyond 64 bits and lose digits in a double";
        }
        Optional<TimestampUnit> unit = areLong() ? unit() : Optional.empty();
        return unit.map(found -> "all may be times in " + found
                        + "; a logicalType such as timestamp-millis with --timestamp-unit makes a time of it")
                .orElse("");
    }

    /** The unit in which all of them are within the years 2000 to 2099. */
    private Optional<TimestampUnit> unit() {
        return Arrays.stream(TimestampUnit.values())
                .filter(unit -> unit.isBelievable(min) && unit.isBelievable(max))
                .findFirst();
    }
}
