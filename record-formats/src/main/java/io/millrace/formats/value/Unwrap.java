package io.millrace.formats.value;

import java.util.Locale;

/** {@code --unwrap}: what values are around the rows that are stored. */
public enum Unwrap {
    /** Change events of Debezium: the row before and after, the operation, where it comes from. */
    DEBEZIUM;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
