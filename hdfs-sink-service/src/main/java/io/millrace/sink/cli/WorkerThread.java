package io.millrace.sink.cli;

import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.LastResort;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.runtime.observe.Health;
import io.millrace.runtime.observe.Liveness;
import io.millrace.stream.StoppedException;
import io.millrace.stream.run.Worker;

/** Runs a worker until it is told to stop or fails. */
final class WorkerThread extends Thread {
    private final Worker worker;
    private final ShutdownSignal stop;
    private final Health health;
    private final Liveness.Pulse pulse;
    private volatile boolean stopRequested;
    private volatile boolean running = true;
    private volatile Throwable failure;

    WorkerThread(int number, Worker worker, ShutdownSignal stop, Health health, Liveness.Pulse pulse) {
        super("sink-" + number);
        this.worker = worker;
        this.stop = stop;
        this.health = health;
        this.pulse = pulse;
    }

    void requestStop() {
        stopRequested = true;
    }

    boolean isRunning() {
        return running;
    }

    @Override
    public void run() {
        try {
            worker.run(() -> {
                pulse.beat();
                return stopRequested || stop.isRequested();
            });
        } catch (RuntimeException | Error e) {
            failure = e;
            health.down("thread " + getName(), "ended: " + e.getMessage());
            LastResort.endIfUnsafe(e);
        } finally {
            pulse.stop();
            running = false;
        }
    }

    /** Throws what ended this thread early, if anything did. */
    void throwFailure() {
        if (failure instanceof StoppedException known) {
            throw new ServiceException(known.getMessage(), known);
        }
        if (failure != null) {
            throw new IllegalStateException("thread " + getName() + " failed", failure);
        }
    }
}
