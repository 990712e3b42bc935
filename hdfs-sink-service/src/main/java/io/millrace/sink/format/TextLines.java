package io.millrace.sink.format;

import io.millrace.sink.format.bytes.Bytes;

/**
 * One line per record, always, for those who count lines: a line end that closes the record is
 * taken off, and line ends within it are written as the two characters {@code \n} or {@code \r}.
 */
final class TextLines implements LineRenderer {
    @Override
    public void render(InputBytes value, SourceRecord record, Bytes out) {
        byte[] bytes = value.array();
        int from = value.from();
        int to = withoutLineEnd(bytes, from, value.to());
        byte[] target = out.room((to - from) * 2 + 1);
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

    private static int withoutLineEnd(byte[] bytes, int from, int to) {
        int end = to;
        if (end > from && bytes[end - 1] == '\n') {
            end--;
        }
        return end > from && bytes[end - 1] == '\r' ? end - 1 : end;
    }
}
