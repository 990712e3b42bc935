package io.millrace.producer.cli;

import io.millrace.runtime.observe.Liveness;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** A source under the watchdog: whoever asks whether to stop has made progress. */
final class Watched implements AutoCloseable {
    /** A database may think about one query for long; a source that stands still for longer than this never goes on. */
    static final Duration STALLED = Duration.ofMinutes(30);

    private final Liveness.Pulse pulse;
    private final BooleanSupplier stop;

    /**
     * Watches from now on, until it is closed.
     *
     * @param source its name
     * @param stop whether the source is asked to stop
     */
    Watched(Liveness liveness, String source, BooleanSupplier stop) {
        this.pulse = liveness.watch("source " + source, STALLED);
        this.stop = stop;
    }

    /** For the source to ask in all of its loops, those that wait for an outage's end too. */
    boolean isToStop() {
        pulse.beat();
        return stop.getAsBoolean();
    }

    @Override
    public void close() {
        pulse.stop();
    }
}
