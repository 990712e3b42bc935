package io.millrace.sink.sim;

import java.util.concurrent.Semaphore;

/**
 * A thread that runs only while its controller waits: one thread at a time, so that a test decides every switch and
 * nothing depends on timing.
 */
public final class SimThread {
    private final Semaphore go = new Semaphore(0);
    private final Semaphore back = new Semaphore(0);
    private final Thread thread;
    private volatile boolean finished;
    private volatile Throwable failure;

    public SimThread(String name, Runnable body) {
        thread = new Thread(
                () -> {
                    go.acquireUninterruptibly();
                    try {
                        body.run();
                    } catch (Throwable e) {
                        failure = e;
                    } finally {
                        finished = true;
                        back.release();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Lets the thread run until it pauses or ends. Called by the controller. */
    public void resume() {
        if (!finished) {
            go.release();
            back.acquireUninterruptibly();
        }
    }

    /** Gives control back and waits for the next {@link #resume}. Called by the thread itself. */
    public void pause() {
        back.release();
        go.acquireUninterruptibly();
    }

    public boolean isFinished() {
        return finished;
    }

    /** What ended the body, or null. */
    public Throwable failure() {
        return failure;
    }
}
