package io.millrace.formats.json;

import io.millrace.formats.row.Leaf;
import io.millrace.formats.row.LeafType;
import io.millrace.formats.row.Row;
import io.millrace.formats.value.DecimalEncoding;
import io.millrace.formats.value.JsonReading;
import io.millrace.formats.value.TimestampUnit;
import io.millrace.record.BadRecordException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/** Decodes scalars into columns. Null is no matter of this class. */
final class JsonLeaves {
    /** More than any decimal of 38 digits needs, leading bytes of its sign included. */
    private static final int MOST_DECIMAL_BYTES = 64;

    private final JsonScanner json;
    private final Row row;
    private final UsualTime usualTime = new UsualTime();

    private final boolean base64Decimals;
    private final TimestampUnit timestampUnit;
    private final boolean saysUnits;

    JsonLeaves(JsonScanner json, Row row, JsonReading reading) {
        this.json = json;
        this.row = row;
        this.base64Decimals = reading.decimals() == DecimalEncoding.BASE64;
        this.timestampUnit = reading.timestampUnit().orElse(null);
        this.saysUnits = reading.saysUnits();
    }

    int value(Leaf leaf, int p, int repetition) throws BadRecordException {
        switch (leaf.type()) {
            case STRING -> {
                return text(leaf, p, repetition);
            }
            case DOUBLE -> {
                int end = number(leaf, p);
                double value = JsonNumbers.toDouble(json, p, end, leaf.path());
                addNumber(leaf, repetition, Double.doubleToRawLongBits(value));
                return end;
            }
            case TIMESTAMP_MILLIS, TIMESTAMP_MICROS -> {
                return timestamp(leaf, p, repetition);
            }
            case BOOLEAN -> {
                return bool(leaf, p, repetition);
            }
            case INT, LONG -> {
                int end = number(leaf, p);
                addNumber(leaf, repetition, whole(leaf, p, end));
                return end;
            }
            case FLOAT -> {
                int end = number(leaf, p);
                float value = JsonNumbers.toFloat(json, p, end, leaf.path());
                addNumber(leaf, repetition, Float.floatToRawIntBits(value) & 0xffffffffL);
                return end;
            }
            case DATE -> {
                return date(leaf, p, repetition);
            }
            case ENUM -> {
                return symbol(leaf, p, repetition);
            }
            case BYTES, FIXED -> {
                return base64(leaf, p, repetition);
            }
            case DECIMAL_LONG, DECIMAL_FIXED -> {
                return decimal(leaf, p, repetition);
            }
            case ANY_TEXT -> {
                return anyText(leaf, p, repetition);
            }
            case TIMESTAMP_NANOS, LOCAL_TIMESTAMP_MILLIS, LOCAL_TIMESTAMP_MICROS, LOCAL_TIMESTAMP_NANOS -> {
                int end = number(leaf, p);
                addNumber(leaf, repetition, whole(leaf, p, end));
                return end;
            }
            case TIME_MILLIS -> {
                return timeOfDay(leaf, p, repetition, TimeUnit.DAYS.toMillis(1));
            }
            case TIME_MICROS -> {
                return timeOfDay(leaf, p, repetition, TimeUnit.DAYS.toMicros(1));
            }
            default -> throw new IllegalStateException("no decoder for " + leaf.type());
        }
    }

    private void addNumber(Leaf leaf, int repetition, long number) {
        row.column(leaf.index()).addNumber(repetition, leaf.definition(), number);
    }

    private int number(Leaf leaf, int p) throws BadRecordException {
        byte b = json.buf[p];
        if (b != '-' && (b < '0' || b > '9')) {
            throw mustBe(leaf, p, "a number");
        }
        return json.number(p);
    }

    /** For a value of the wrong kind; if it is no JSON at all, that is said instead. */
    private BadRecordException mustBe(Leaf leaf, int p, String what) throws BadRecordException {
        json.value(p);
        return new BadRecordException("field '" + leaf.path() + "' must be " + what);
    }

    private long whole(Leaf leaf, int p, int end) throws BadRecordException {
        long value = JsonNumbers.toLong(json, p, end, leaf.path());
        if (leaf.type() == LeafType.INT && value != (int) value) {
            throw new BadRecordException("field '" + leaf.path() + "' must be a whole number from -2^31 to 2^31-1");
        }
        return value;
    }

    /** A string, its quotes included. */
    int text(Leaf leaf, int p, int repetition) throws BadRecordException {
        if (json.buf[p] != '"') {
            throw mustBe(leaf, p, "a string");
        }
        int end = json.string(p + 1);
        if (json.stringEscaped) {
            int length = unescape(leaf, p + 1);
            row.keep(leaf, repetition, length);
        } else {
            row.column(leaf.index()).addBytes(repetition, leaf.definition(), p + 1, json.stringEnd - p - 1);
        }
        return end;
    }

    private int unescape(Leaf leaf, int from) throws BadRecordException {
        byte[] scratch = row.scratch(json.stringEnd - from);
        int length = JsonStrings.unescape(json.buf, from, json.stringEnd, scratch, row.scratchStart());
        if (length < 0) {
            throw new BadRecordException("field '" + leaf.path() + "' has half of a surrogate pair");
        }
        return length;
    }

    private int bool(Leaf leaf, int p, int repetition) throws BadRecordException {
        byte b = json.buf[p];
        if (b == 't') {
            int end = json.literal(p, "true");
            addNumber(leaf, repetition, 1);
            return end;
        }
        if (b == 'f') {
            int end = json.literal(p, "false");
            addNumber(leaf, repetition, 0);
            return end;
        }
        throw mustBe(leaf, p, "true or false");
    }

    private int timestamp(Leaf leaf, int p, int repetition) throws BadRecordException {
        boolean millis = leaf.type() == LeafType.TIMESTAMP_MILLIS;
        if (json.buf[p] == '"') {
            long usual = json.end - p >= UsualTime.LENGTH + 2 && json.buf[p + UsualTime.LENGTH + 1] == '"'
                    ? usualTime.millis(json.buf, p + 1)
                    : UsualTime.OTHER;
            if (usual != UsualTime.OTHER) {
                addNumber(leaf, repetition, millis ? usual : usual * 1000);
                return p + UsualTime.LENGTH + 2;
            }
            int end = json.string(p + 1);
            long micros = Iso8601.micros(json.buf, p + 1, json.stringEnd);
            if (micros == Iso8601.INVALID) {
                throw new BadRecordException("field '" + leaf.path()
                        + "' must be an ISO-8601 time with an offset, such as 2026-03-01T12:00:00.000Z, or a date");
            }
            addNumber(leaf, repetition, millis ? Math.floorDiv(micros, 1000L) : micros);
            return end;
        }
        byte b = json.buf[p];
        if (b != '-' && (b < '0' || b > '9')) {
            String unit = timestampUnit != null ? timestampUnit.toString() : millis ? "milliseconds" : "microseconds";
            throw mustBe(leaf, p, "an ISO-8601 time or " + unit + " since 1970");
        }
        int end = json.number(p);
        if (timestampUnit == null) {
            addNumber(leaf, repetition, believed(leaf, whole(leaf, p, end)));
        } else {
            long micros = micros(leaf, p, end);
            addNumber(leaf, repetition, millis ? Math.floorDiv(micros, 1000L) : micros);
        }
        return end;
    }

    private int timeOfDay(Leaf leaf, int p, int repetition, long day) throws BadRecordException {
        int end = number(leaf, p);
        long time = whole(leaf, p, end);
        if (time < 0 || time >= day) {
            throw new BadRecordException("field '" + leaf.path() + "' is no time of day");
        }
        addNumber(leaf, repetition, time);
        return end;
    }

    /** The number, if its column's unit may be its own: a zero is the same time in all of them. */
    private long believed(Leaf leaf, long number) throws BadRecordException {
        TimestampUnit unit = leaf.type() == LeafType.TIMESTAMP_MILLIS ? TimestampUnit.MILLIS : TimestampUnit.MICROS;
        if (!saysUnits && number != 0 && !unit.isBelievable(number)) {
            throw new BadRecordException(unit.unbelievable("field '" + leaf.path() + "'", Long.toString(number)));
        }
        return number;
    }

    private long micros(Leaf leaf, int p, int end) throws BadRecordException {
        try {
            if (json.whole && json.exact) {
                return timestampUnit.toMicros(json.negative ? -json.mantissa : json.mantissa);
            }
            return timestampUnit.toMicros(JsonNumbers.decimal(json.buf, p, end, leaf.path()));
        } catch (ArithmeticException e) {
            throw new BadRecordException(
                    "field '" + leaf.path() + "' is a number of " + timestampUnit + " beyond what a timestamp can be");
        }
    }

    private int date(Leaf leaf, int p, int repetition) throws BadRecordException {
        if (json.buf[p] == '"') {
            int end = json.string(p + 1);
            long days = Iso8601.days(json.buf, p + 1, json.stringEnd);
            if (days == Iso8601.INVALID) {
                throw new BadRecordException("field '" + leaf.path() + "' must be a date such as 2026-03-01");
            }
            addNumber(leaf, repetition, days);
            return end;
        }
        int end = number(leaf, p);
        long days = whole(leaf, p, end);
        if (days != (int) days) {
            throw new BadRecordException("field '" + leaf.path() + "' must be a date or the days since 1970");
        }
        addNumber(leaf, repetition, days);
        return end;
    }

    private int symbol(Leaf leaf, int p, int repetition) throws BadRecordException {
        int end = text(leaf, p, repetition);
        var column = row.column(leaf.index());
        int last = column.count - 1;
        byte[] bytes = row.array(column.offsets[last]);
        int from = Row.offset(column.offsets[last]);
        int to = from + column.lengths[last];
        for (byte[] symbol : leaf.symbolBytes()) {
            if (Arrays.equals(symbol, 0, symbol.length, bytes, from, to)) {
                return end;
            }
        }
        throw new BadRecordException("field '" + leaf.path() + "' must be one of " + String.join(", ", leaf.symbols()));
    }

    private int base64(Leaf leaf, int p, int repetition) throws BadRecordException {
        byte[] bytes = decoded(leaf, p);
        if (leaf.length() > 0 && bytes.length != leaf.length()) {
            throw new BadRecordException("field '" + leaf.path() + "' must be base64 of " + leaf.length() + " bytes");
        }
        row.addCopy(leaf, repetition, bytes, 0, bytes.length);
        return json.stringEnd + 1;
    }

    /** The bytes of a string of base64, which ends at the scanner's end of the last string. */
    private byte[] decoded(Leaf leaf, int p) throws BadRecordException {
        if (json.buf[p] != '"') {
            throw mustBe(leaf, p, "a string of base64");
        }
        json.string(p + 1);
        byte[] text;
        if (json.stringEscaped) {
            int length = unescape(leaf, p + 1);
            int start = row.scratchStart();
            text = Arrays.copyOfRange(row.scratch(0), start, start + length);
        } else {
            text = Arrays.copyOfRange(json.buf, p + 1, json.stringEnd);
        }
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new BadRecordException("field '" + leaf.path() + "' must be a string of base64");
        }
    }

    private int decimal(Leaf leaf, int p, int repetition) throws BadRecordException {
        BigDecimal value;
        int end;
        if (base64Decimals && json.buf[p] == '"') {
            byte[] unscaled = decoded(leaf, p);
            end = json.stringEnd + 1;
            if (unscaled.length == 0 || unscaled.length > MOST_DECIMAL_BYTES) {
                throw new BadRecordException("field '" + leaf.path() + "' must be base64 of 1 to " + MOST_DECIMAL_BYTES
                        + " bytes, the unscaled value of a decimal");
            }
            value = new BigDecimal(new BigInteger(unscaled), leaf.scale());
        } else if (json.buf[p] == '"') {
            end = json.string(p + 1);
            value = JsonNumbers.decimal(json.buf, p + 1, json.stringEnd, leaf.path());
        } else {
            end = number(leaf, p);
            value = JsonNumbers.decimal(json.buf, p, end, leaf.path());
        }
        Decimals.add(row, leaf, repetition, value);
        return end;
    }

    private int anyText(Leaf leaf, int p, int repetition) throws BadRecordException {
        byte b = json.buf[p];
        if (b == '"') {
            return text(leaf, p, repetition);
        }
        int end = json.value(p);
        if (b == '{' || b == '[') {
            throw new BadRecordException("field '" + leaf.path() + "' must be a string, a number or a boolean");
        }
        row.column(leaf.index()).addBytes(repetition, leaf.definition(), p, end - p);
        return end;
    }
}
