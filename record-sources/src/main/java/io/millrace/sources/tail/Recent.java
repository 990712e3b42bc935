package io.millrace.sources.tail;

import java.util.Optional;

/**
 * The bytes of a content that were read last. A copy that ends a little before the place that was reached is known by them
 * for sure when the original is gone; marks are too far apart for that.
 */
final class Recent {
    /** What a busy log gets while it is copied and truncated and no more. */
    private static final int MOST = 64 * 1024;

    private byte[] bytes = new byte[1024];
    private int length;
    private long end;

    /** These bytes stand at this place; what does not end there is forgotten. */
    void add(long position, byte[] from, int at, int n) {
        length = position == end ? length : 0;
        int more = Math.min(n, MOST);
        int kept = Math.min(length, MOST - more);
        byte[] target = kept + more <= bytes.length ? bytes : new byte[Math.min(MOST, 2 * (kept + more))];
        System.arraycopy(bytes, length - kept, target, 0, kept);
        System.arraycopy(from, at + n - more, target, kept, more);
        bytes = target;
        length = kept + more;
        end = position + n;
    }

    /** Fingerprint of so many bytes before a place; empty if not all of them are remembered. */
    Optional<Fingerprint> before(long place, int count) {
        long from = place - count - (end - length);
        boolean there = from >= 0 && place <= end;
        return there ? Optional.of(Fingerprint.of(bytes, (int) from, count)) : Optional.empty();
    }
}
