package io.millrace.producer.cli;

import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.observe.Health;
import io.millrace.runtime.retry.Backoff;
import io.millrace.runtime.retry.Outage;
import io.millrace.sources.database.DatabaseException;
import io.millrace.sources.database.TableSource;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;

/** Waits out the database's outages. */
final class DatabaseWaiting implements TableSource.Waiting {
    private final Outage outage;
    private final ShutdownSignal signal;

    DatabaseWaiting(String subject, Health health, Logger log, ShutdownSignal signal) {
        this.outage = new Outage(subject, health, log, Clock.systemUTC());
        this.signal = signal;
    }

    @Override
    public void failed(DatabaseException failure) throws InterruptedException {
        signal.await(Backoff.STANDARD.pause(outage.failed(failure), ThreadLocalRandom.current()));
    }

    @Override
    public void healed() {
        outage.healed();
    }

    @Override
    public void await(Duration atMost) throws InterruptedException {
        signal.await(atMost);
    }
}
