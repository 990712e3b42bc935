package io.millrace.producer.syslog;

import java.util.Arrays;

/**
 * Cuts the bytes of one connection into messages. The first bytes tell how the sender marks their ends (RFC 6587): octet
 * counting begins with the length of the message in digits, a blank and the message's {@code <}; everything else is messages
 * that end with a line feed. Line feeds, carriage returns and NUL at the end of a message are no part of it; an empty message
 * is none. Not thread-safe.
 */
final class Frames {
    /** The most digits of a length; with more it is no length. */
    private static final int DIGITS = 9;

    /** A buffer that is larger is not kept while the sender is silent. */
    private static final int SMALL = 4096;

    private static final int MORE = -1;
    private static final byte[] EMPTY = {};

    private final int most;
    private final Sink sink;

    private Style style = Style.UNKNOWN;
    private byte[] held = EMPTY;
    private int size;
    /** In held bytes before this one there is no line feed, beginning with the first. */
    private int searched;
    /** The message that is too long and has not ended; null while there is none. */
    private TooLong tooLong;

    /** Takes what was found, in order. */
    interface Sink {
        /** A message; the array is handed over. */
        void message(byte[] message);

        /**
         * Something that cannot be a message.
         *
         * @param beginning its bytes, as many as a message may have
         * @param reason one sentence: subject, offending value, rule
         */
        void refused(byte[] beginning, String reason);
    }

    private enum Style {
        UNKNOWN,
        COUNTED,
        LINES
    }

    /**
     * @param most bytes that a message may have
     */
    Frames(int most, Sink sink) {
        this.most = most;
        this.sink = sink;
    }

    /** Takes the next bytes of the connection. */
    void take(byte[] bytes, int length) {
        int from = 0;
        while (from < length) {
            if (tooLong != null) {
                from = tooLong.take(bytes, from, length);
                endTooLong();
            } else {
                hold(bytes, from, length);
                from = length;
                cut();
            }
        }
    }

    /** The connection has ended: what is left is a message, unless its length says that a part of it is missing. */
    void end() {
        int start = size == 0 || style == Style.LINES ? 0 : behindCount(0);
        if (tooLong != null) {
            refuseTooLong();
        } else if (start > 0) {
            sink.refused(
                    Arrays.copyOfRange(held, start, size),
                    "message has " + (size - start) + " bytes, must have " + count(0, start)
                            + " as it says: the connection ended before");
        } else {
            message(0, size);
        }
        held = EMPTY;
        size = 0;
        searched = 0;
    }

    private void hold(byte[] bytes, int from, int to) {
        int needed = size + to - from;
        if (needed > held.length) {
            held = Arrays.copyOf(held, Math.max(needed, Math.min(2 * held.length, most + SMALL)));
        }
        System.arraycopy(bytes, from, held, size, to - from);
        size = needed;
    }

    private void cut() {
        int at = 0;
        while (at < size) {
            int next = cutOne(at);
            if (next == MORE) {
                break;
            }
            at = next;
            searched = at;
        }
        if (at > 0) {
            size -= at;
            searched -= at;
            held = size == 0 && held.length > SMALL ? EMPTY : shifted(at);
        }
    }

    private byte[] shifted(int by) {
        System.arraycopy(held, by, held, 0, size);
        return held;
    }

    /** Where the next message begins, after this one was handed on; {@link #MORE} if its end is not there yet. */
    private int cutOne(int at) {
        if (style == Style.COUNTED && isLineEnd(held[at])) {
            // Some end their messages with a line feed besides, which they do not count.
            return at + 1;
        }
        if (style == Style.LINES) {
            return cutLine(at);
        }
        int start = behindCount(at);
        if (start == MORE) {
            return MORE;
        }
        if (start > at) {
            style = Style.COUNTED;
            return cutCounted(start, count(at, start));
        }
        // A counting sender is out of step here: what comes is kept up to a line feed, then it may find in again.
        style = style == Style.UNKNOWN ? Style.LINES : style;
        return cutLine(at);
    }

    private int cutCounted(int start, int length) {
        if (length > most) {
            return beginTooLong(start, new TooLong(most, length));
        }
        if (size - start < length) {
            return MORE;
        }
        message(start, start + length);
        return start + length;
    }

    private int cutLine(int at) {
        for (int i = Math.max(at, searched); i < size; i++) {
            if (held[i] == '\n') {
                if (i - at > most) {
                    return beginTooLong(at, new TooLong(most, TooLong.LINE));
                }
                message(at, i);
                return i + 1;
            }
        }
        searched = size;
        return size - at > most ? beginTooLong(at, new TooLong(most, TooLong.LINE)) : MORE;
    }

    private int beginTooLong(int start, TooLong begun) {
        tooLong = begun;
        int next = begun.take(held, start, size);
        endTooLong();
        return next;
    }

    private void endTooLong() {
        if (tooLong.isWhole()) {
            refuseTooLong();
        }
    }

    private void refuseTooLong() {
        sink.refused(tooLong.beginning(), tooLong.reason());
        tooLong = null;
    }

    private void message(int from, int to) {
        int end = to;
        while (end > from && isLineEnd(held[end - 1])) {
            end--;
        }
        if (end > from) {
            sink.message(Arrays.copyOfRange(held, from, end));
        }
    }

    /** The byte behind a length and its blank; the same place if there is no length; {@link #MORE} if that is not known yet. */
    private int behindCount(int at) {
        int i = at;
        while (i < size && i - at <= DIGITS && held[i] >= '0' && held[i] <= '9') {
            i++;
        }
        if (held[at] == '0' || i == at || i - at > DIGITS) {
            return at;
        }
        if (i == size) {
            return MORE;
        }
        if (held[i] != ' ') {
            return at;
        }
        if (style == Style.COUNTED) {
            return i + 1;
        }
        // A line may begin with a number too; what a counted message begins with is known.
        return i + 1 == size ? MORE : held[i + 1] == '<' ? i + 1 : at;
    }

    private int count(int at, int behind) {
        int count = 0;
        for (int i = at; i < behind - 1; i++) {
            count = count * 10 + held[i] - '0';
        }
        return count;
    }

    static boolean isLineEnd(byte one) {
        return one == '\n' || one == '\r' || one == 0;
    }
}
