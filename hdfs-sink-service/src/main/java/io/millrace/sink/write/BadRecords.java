package io.millrace.sink.write;

import java.util.Locale;

/** What happens to a record that cannot be stored. */
public enum BadRecords {
    DEAD_LETTER,
    SKIP,
    STOP;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
