package io.millrace.record;

import java.util.Locale;

/** Who said a record's timestamp. */
public enum TimestampType {
    /** Its producer. */
    CREATE_TIME,
    /** The broker that took it. */
    LOG_APPEND_TIME;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
