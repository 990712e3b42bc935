package io.millrace.sources.database;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** The key of a row's record: the values of its key columns as text, with a bar between; bytes are hexadecimal. */
public final class RowKey {
    private RowKey() {}

    /** The key of these values, of which each may be null. */
    public static byte[] bytes(List<Object> values) {
        return values.stream()
                .map(RowKey::text)
                .collect(Collectors.joining("|"))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Object value) {
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        return value == null ? "" : value.toString();
    }
}
