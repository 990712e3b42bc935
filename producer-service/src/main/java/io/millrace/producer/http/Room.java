package io.millrace.producer.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much memory requests may take together, from the first byte that is read of them until their outcome is known.
 * Thread-safe.
 */
final class Room {
    /** A request besides its lines: its key, its origin, its outcome. */
    static final int REQUEST_BYTES = 500;
    /** A line besides its bytes: the array's header and its place in the list. */
    static final int LINE_BYTES = 48;

    private final long most;
    private final AtomicLong taken = new AtomicLong();

    /**
     * @param most bytes that requests may take together; one alone is taken however large it is
     */
    Room(long most) {
        this.most = most;
    }

    /** What one request takes. For one thread at a time. */
    final class Share {
        private long mine;

        private Share() {}

        /** Takes so many bytes more; false, and takes none, if others need the room. */
        boolean take(long bytes) {
            long all = taken.addAndGet(bytes);
            if (all > most && all != mine + bytes) {
                taken.addAndGet(-bytes);
                return false;
            }
            mine += bytes;
            return true;
        }

        /** Gives everything back; further calls do nothing. */
        void giveBack() {
            taken.addAndGet(-mine);
            mine = 0;
        }
    }

    /** A share that has taken nothing yet. */
    Share share() {
        return new Share();
    }
}
