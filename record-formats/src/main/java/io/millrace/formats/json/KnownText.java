package io.millrace.formats.json;

import io.millrace.record.BadRecordException;
import java.util.Arrays;

/** A JSON value that most records have alike, such as their schema: what was checked once is passed over by comparing it. */
final class KnownText {
    /** A longer one is checked each time: it must not stay in memory. */
    private static final int MOST_KEPT = 1 << 20;

    private byte[] known = new byte[0];

    /** Steps over the value there, which the scanner has begun. Only objects are known again: they end where they end, whatever follows. */
    int pass(JsonScanner json, int p) throws BadRecordException {
        int length = known.length;
        if (length > 0 && json.end - p >= length && Arrays.equals(known, 0, length, json.buf, p, p + length)) {
            return p + length;
        }
        int end = json.value(p);
        if (json.buf[p] == '{' && end - p <= MOST_KEPT) {
            known = Arrays.copyOfRange(json.buf, p, end);
        }
        return end;
    }
}
