package io.millrace.sink.cli;

import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.sink.port.StoppedException;
import io.millrace.sink.run.Worker;
import java.io.IOException;

/** Runs a worker until it is told to stop or fails, and lets it commit what it has in either case. */
final class WorkerThread extends Thread {
    private final Worker worker;
    private final ShutdownSignal stop;
    private volatile boolean stopRequested;
    private volatile boolean running = true;
    private volatile Throwable failure;

    WorkerThread(int number, Worker worker, ShutdownSignal stop) {
        super("sink-" + number);
        this.worker = worker;
        this.stop = stop;
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
            worker.start();
            while (!stopRequested && !stop.isRequested()) {
                worker.step();
            }
        } catch (Exception | Error e) {
            failure = e;
        } finally {
            stopWorker();
            running = false;
        }
    }

    private void stopWorker() {
        try {
            if (!worker.stop() && failure == null) {
                failure =
                        new StoppedException("the stop could not commit everything: what is missing will be read again"
                                + " by the next start");
            }
        } catch (RuntimeException e) {
            if (failure == null) {
                failure = e;
            }
        }
    }

    /** Throws what ended this thread early, if anything did. */
    void throwFailure() throws IOException {
        if (failure instanceof StoppedException known) {
            throw new ServiceException(known.getMessage(), known);
        }
        if (failure != null) {
            throw new IllegalStateException("thread " + getName() + " failed", failure);
        }
    }
}
