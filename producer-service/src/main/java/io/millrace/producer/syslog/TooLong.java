package io.millrace.producer.syslog;

import java.io.ByteArrayOutputStream;

/** A message that is longer than it may be: its beginning is kept, the rest is only counted, so that its end is found. */
final class TooLong {
    /** The length of a message that ends with a line feed. */
    static final int LINE = -1;

    private final int most;
    private final int length;
    private final ByteArrayOutputStream beginning = new ByteArrayOutputStream();
    private long seen;
    private boolean lineEnded;

    /**
     * @param most bytes that a message may have
     * @param length bytes that it has, or {@link #LINE}
     */
    TooLong(int most, int length) {
        this.most = most;
        this.length = length;
    }

    /** Takes bytes up to its end; returns the place behind them. */
    int take(byte[] bytes, int from, int to) {
        int end = length == LINE ? lineEnd(bytes, from, to) : (int) Math.min(to, from + length - seen);
        int kept = Math.min(end - from, most - beginning.size());
        beginning.write(bytes, from, kept);
        seen += end - from;
        return lineEnded ? end + 1 : end;
    }

    private int lineEnd(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n') {
                lineEnded = true;
                return i;
            }
        }
        return to;
    }

    /** True once its last byte was taken. */
    boolean isWhole() {
        return length == LINE ? lineEnded : seen == length;
    }

    byte[] beginning() {
        return beginning.toByteArray();
    }

    /** One sentence. */
    String reason() {
        return reason(Math.max(seen, length), most);
    }

    static String reason(long bytes, int most) {
        return "message has " + bytes + " bytes, must have at most " + most
                + " (--max-record-bytes): what is beyond is not kept";
    }
}
