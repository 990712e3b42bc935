package io.millrace.formats.text;

import io.millrace.formats.bytes.Bytes;
import io.millrace.formats.bytes.InputBytes;
import io.millrace.formats.value.LineRenderer;
import io.millrace.record.SourceRecord;

/**
 * One line per record, always, for those who count lines: a line end that closes the record is
 * taken off, and line ends within it are written as the two characters {@code \n} or {@code \r}.
 */
final class TextLines implements LineRenderer {
    private static final int SHORT = 64 << 10;

    @Override
    public void render(InputBytes value, SourceRecord record, Bytes out) {
        byte[] bytes = value.array();
        int from = value.from();
        int to = withoutLineEnd(bytes, from, value.to());
        byte[] target = out.room(to - from + 1 + lineEnds(bytes, from, to));
        int o = out.size;
        for (int p = from; p < to; p++) {
            byte b = bytes[p];
            if (b == '\n' || b == '\r') {
                target[o++] = '\\';
                target[o++] = (byte) (b == '\n' ? 'n' : 'r');
            } else {
                target[o++] = b;
            }
        }
        target[o++] = '\n';
        out.size = o;
    }

    /** How many line ends there may be: for short lines the most is cheaper than a look. */
    private static int lineEnds(byte[] bytes, int from, int to) {
        if (to - from <= SHORT) {
            return to - from;
        }
        int count = 0;
        for (int p = from; p < to; p++) {
            if (bytes[p] == '\n' || bytes[p] == '\r') {
                count++;
            }
        }
        return count;
    }

    private static int withoutLineEnd(byte[] bytes, int from, int to) {
        int end = to;
        if (end > from && bytes[end - 1] == '\n') {
            end--;
        }
        return end > from && bytes[end - 1] == '\r' ? end - 1 : end;
    }
}
