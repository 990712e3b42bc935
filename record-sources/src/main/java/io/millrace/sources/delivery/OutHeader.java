package io.millrace.sources.delivery;

import java.nio.charset.StandardCharsets;

/**
 * A header of a record.
 *
 * @param name its name; several headers may have the same
 * @param value its bytes; not changed afterwards
 */
public record OutHeader(String name, byte[] value) {
    /** A header whose value is text, as UTF-8. */
    public static OutHeader of(String name, String value) {
        return new OutHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
