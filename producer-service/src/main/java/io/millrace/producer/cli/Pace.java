package io.millrace.producer.cli;

import io.millrace.producer.simulate.Simulation;
import io.millrace.producer.simulate.Timeline;
import io.millrace.runtime.ShutdownSignal;
import java.time.Duration;
import java.time.Instant;

/** Plays a simulation's rounds at even intervals, or without pause, until its count or its time is over. */
final class Pace {
    private final SimulationOptions options;
    private final Duration interval;
    private final Timeline timeline;
    private final ShutdownSignal signal;

    Pace(SimulationOptions options, Duration interval, Timeline timeline, ShutdownSignal signal) {
        this.options = options;
        this.interval = interval;
        this.timeline = timeline;
        this.signal = signal;
    }

    void play(Simulation simulation, Simulation.Sink out) throws InterruptedException {
        long limit = options.count().orElse(Long.MAX_VALUE);
        if (limit == 0) {
            return;
        }
        Counting counting = new Counting(out, limit);
        long started = System.nanoTime();
        long forNanos = options.duration().map(Duration::toNanos).orElse(Long.MAX_VALUE);
        boolean simulated = timeline.start().isPresent();
        long simulatedMillis = timeline.start().map(Instant::toEpochMilli).orElse(0L);
        for (long round = 1; !signal.isRequested() && System.nanoTime() - started < forNanos; round++) {
            long now = simulated ? simulatedMillis : System.currentTimeMillis();
            if (!simulation.round(now, counting)) {
                return;
            }
            simulatedMillis += timeline.stepMillis();
            if (!interval.isZero()) {
                // From the start on, not from the last round: rounds do not slip.
                long due = Math.min(round * interval.toNanos(), forNanos);
                long wait = due - (System.nanoTime() - started);
                if (wait > 0 && signal.await(Duration.ofNanos(wait))) {
                    return;
                }
            }
        }
    }

    private static final class Counting implements Simulation.Sink {
        private final Simulation.Sink out;
        private final long limit;
        private long count;

        Counting(Simulation.Sink out, long limit) {
            this.out = out;
            this.limit = limit;
        }

        @Override
        public boolean record(byte[] key, byte[] value) {
            if (!out.record(key, value)) {
                return false;
            }
            count++;
            return count < limit;
        }
    }
}
