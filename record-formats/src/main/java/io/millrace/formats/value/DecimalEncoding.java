package io.millrace.formats.value;

import java.util.Locale;

/** What a JSON string in a decimal column is. A JSON number is itself in any case. */
public enum DecimalEncoding {
    /** Digits, {@code "12.34"}. */
    TEXT,
    /** Base64 of the unscaled value, big endian two's complement: what Debezium and Connect's JSON converter write by default. */
    BASE64;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
