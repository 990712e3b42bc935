package io.millrace.runtime.retry;

import static java.util.Objects.requireNonNull;

import io.millrace.runtime.ShutdownSignal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;

/** Repeats a call until it goes well, fails for good, or the process is asked to stop. Thread-safe. */
public final class Retry {
    private final Backoff backoff;
    private final ShutdownSignal stop;

    public Retry(Backoff backoff, ShutdownSignal stop) {
        this.backoff = requireNonNull(backoff, "backoff");
        this.stop = requireNonNull(stop, "stop");
    }

    /**
     * Calls until it goes well.
     *
     * @param outage hears of failures and of the success
     * @param retriable failures that another try may mend; any other is thrown at once
     * @return the call's result, never null inside; empty if a stop was asked for meanwhile
     */
    public <T> Optional<T> call(Outage outage, Predicate<Exception> retriable, Callable<T> call) throws Exception {
        while (!stop.isRequested()) {
            try {
                T result = call.call();
                outage.healed();
                return Optional.of(result);
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                if (!retriable.test(e)) {
                    throw e;
                }
                Duration pause = backoff.pause(outage.failed(e), ThreadLocalRandom.current());
                if (stop.await(pause)) {
                    break;
                }
            }
        }
        return Optional.empty();
    }
}
