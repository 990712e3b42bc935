package io.millrace.formats;

import java.util.Locale;

/** {@code --on-tombstone}: what becomes of a record without a value. */
public enum Tombstones {
    /** It is a bad record as any other. */
    DEAD_LETTER,
    /** It is counted and left out. */
    SKIP,
    /** It is a row without values, beside which the metadata columns are filled. */
    STORE;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
