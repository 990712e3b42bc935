package io.millrace.formats;

import java.util.Locale;

/** {@code --column-times}: in which unit times stand in columnar files. */
public enum ColumnTimes {
    /** In the unit that the schema says. */
    DECLARED,
    /** In microseconds where the schema says milliseconds, as readers of tables want them. */
    MICROS;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
