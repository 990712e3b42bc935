package io.millrace.sink.table;

import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.retry.Answered;
import io.millrace.runtime.retry.Backoff;
import io.millrace.runtime.retry.Outage;
import io.millrace.runtime.retry.Retry;
import io.millrace.stream.StoppedException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/**
 * Keeps tables up to date until a stop is asked for. What is away is waited for; what is refused too, for somebody may change
 * what the message names. One thread does it all: a table whose catalog hangs holds up those behind it.
 */
public final class TableFollower {
    /** More than others that work can be faster. */
    private static final int MOST_OVERTAKEN = 10;

    private final TableSet tables;
    private final Function<String, Outage> outages;
    private final ShutdownSignal stop;
    private final TableEvents events;

    /** @param outages of each table by its name, the same one each time; also that of the search for tables, by an empty name */
    public TableFollower(TableSet tables, Function<String, Outage> outages, ShutdownSignal stop, TableEvents events) {
        this.tables = tables;
        this.outages = outages;
        this.stop = stop;
        this.events = events;
    }

    /** Looks again each interval, until the stop is asked for. */
    public void follow(Duration interval) throws InterruptedException {
        stop.untilRequested(interval, this::look);
    }

    /**
     * Brings all tables to what is in place, however long it takes.
     *
     * @return false if a stop was asked for before that
     * @throws TableRefusedException if waiting does not help
     */
    public boolean catchUp() throws IOException, InterruptedException {
        return catchUp(Projector::step);
    }

    /**
     * Has all tables give up what was let go, and adds nothing, however long it takes.
     *
     * @return false if a stop was asked for before that
     * @throws TableRefusedException if a table is not there, or waiting does not help
     */
    public boolean giveUp() throws IOException, InterruptedException {
        return catchUp(Projector::removeStep);
    }

    /** One step of a projector. */
    @FunctionalInterface
    private interface Move {
        Applied of(Projector projector) throws IOException, OvertakenException;
    }

    private boolean catchUp(Move move) throws IOException, InterruptedException {
        Optional<SortedMap<String, TableSet.MadeTable>> found = await("", tables::tables);
        if (found.isEmpty()) {
            return false;
        }
        for (Map.Entry<String, TableSet.MadeTable> table : found.get().entrySet()) {
            boolean more = true;
            while (more) {
                Optional<Applied> applied = await(
                        table.getKey(),
                        () -> step(table.getKey(), table.getValue().projector(), move));
                if (applied.isEmpty()) {
                    return false;
                }
                more = applied.get().more();
            }
            events.complete(table.getKey());
        }
        return true;
    }

    private <T> Optional<T> await(String subject, Callable<T> call) throws IOException, InterruptedException {
        try {
            return new Retry(Backoff.STANDARD, stop).call(outages.apply(subject), TableFollower::passes, call);
        } catch (IOException | InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("a step throws nothing else", e);
        }
    }

    /** One try of each table: one that is away or refused does not hold up the others. */
    public void look() {
        try {
            Map<String, TableSet.MadeTable> found = tables.tables();
            outages.apply("").healed();
            found.keySet().forEach(events::watched);
            found.forEach((name, table) -> look(name, table.projector()));
        } catch (IOException | RuntimeException e) {
            outages.apply("").failed(e);
        }
    }

    private void look(String name, Projector projector) {
        try {
            boolean more;
            do {
                more = step(name, projector, Projector::step).more();
                outages.apply(name).healed();
            } while (more && !stop.isRequested());
            if (!more) {
                events.complete(name);
            }
        } catch (IOException | RuntimeException e) {
            outages.apply(name).failed(e);
        }
    }

    /** Where somebody else was faster, what that one has come to is looked at, after a pause that grows. */
    private Applied step(String name, Projector projector, Move move) throws IOException {
        try {
            for (int tries = 1; ; tries++) {
                try {
                    Applied applied = move.of(projector);
                    events.applied(name, applied);
                    return applied;
                } catch (OvertakenException faster) {
                    events.overtaken(name);
                    if (tries == MOST_OVERTAKEN) {
                        throw new IOException(faster.getMessage() + ", " + tries + " times in a row", faster);
                    }
                    if (stop.await(Backoff.STANDARD.pause(tries, ThreadLocalRandom.current()))) {
                        return new Applied(0, 0, 0, 0, true);
                    }
                }
            }
        } catch (StoppedException damaged) {
            throw new TableRefusedException(damaged.getMessage(), damaged);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while another projector was waited for", e);
        }
    }

    private static boolean passes(Exception e) {
        return e instanceof IOException && !(e instanceof Answered);
    }
}
