package io.millrace.sink.cli;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that make one worker's calls to the store side by side. Each worker has its own: calls that hang, until they
 * are given up, would otherwise keep the healthy partitions of all others waiting. They mostly wait, and end when they are
 * not used.
 */
final class CallerThreads implements Executor, AutoCloseable {
    private static final int MOST = 8;
    private static final long IDLE_SECONDS = 30;

    private final ThreadPoolExecutor threads;

    /** @param owner begins the names of the threads */
    CallerThreads(String owner) {
        this.threads = new ThreadPoolExecutor(
                MOST, MOST, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, owner + "-caller");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable call) {
        threads.execute(call);
    }

    /** Interrupts what is under way; begins nothing more. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
