package io.millrace.consumer.kafka;

import io.millrace.runtime.cli.ServiceException;
import io.millrace.stream.run.Ends;
import java.time.Duration;
import java.util.function.LongSupplier;

/** A bounded run is over once all is stored up to the ends, and what was found on the way is published. */
final class LastPublishing {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Ends ends;
    private final Outbox outbox;
    private final LongSupplier nanoClock;
    private long publishedBefore = -1;
    private long lastMove;

    /** What it has to know of publishing. */
    interface Outbox {

        /** True if everything that is stored is published. */
        boolean isPublished();

        /** How much has been published since the start. */
        long published();
    }

    /** @param nanoClock a monotonic clock in nanoseconds */
    LastPublishing(Ends ends, Outbox outbox, LongSupplier nanoClock) {
        this.ends = ends;
        this.outbox = outbox;
        this.nanoClock = nanoClock;
    }

    /**
     * True if nothing is left to do.
     *
     * @throws ServiceException if everything is stored but publishing comes to nothing
     */
    boolean isOver() {
        if (!ends.finished()) {
            publishedBefore = -1;
            return false;
        }
        if (outbox.isPublished()) {
            return true;
        }
        long now = nanoClock.getAsLong();
        long published = outbox.published();
        if (published != publishedBefore) {
            publishedBefore = published;
            lastMove = now;
        } else if (now - lastMove > PATIENCE.toNanos()) {
            throw new ServiceException("everything is stored, but nothing of what is to be published has been for "
                    + PATIENCE.toSeconds() + " s; it waits in table consumer_outbox for the next run");
        }
        return false;
    }
}
