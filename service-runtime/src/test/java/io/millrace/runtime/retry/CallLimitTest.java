package io.millrace.runtime.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CallLimitTest {
    private final AtomicLong now = new AtomicLong();
    private final CallLimit limit = new CallLimit(Duration.ofSeconds(10), now::get);

    private void passFromAnotherThread(int seconds) throws InterruptedException {
        Thread other = new Thread(() -> {
            now.addAndGet(Duration.ofSeconds(seconds).toNanos());
            limit.check();
        });
        other.start();
        // Not join(): the thread of the test is the one that may be interrupted.
        while (other.isAlive()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aCallThatHangsIsGivenUp() {
        assertThatThrownBy(() -> limit.call("rename /a", () -> {
                    try {
                        passFromAnotherThread(11);
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        throw new InterruptedIOException("as Hadoop's client does");
                    }
                    return null;
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("rename /a did not come to an end within 10 s and was given up");
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void aCallThatReturnsAfterItWasInterruptedIsNotBelievedAndLeavesNoMark() {
        assertThatThrownBy(() -> limit.call("writing /a", () -> {
                    try {
                        passFromAnotherThread(11);
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    // Hadoop's client does: it queues what was to be written behind a pipeline that stands still.
                    return "answer";
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("writing /a did not come to an end within 10 s and was given up");
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void aFailureInTimeIsTheCallsOwn() {
        assertThatThrownBy(() -> limit.call("open /a", () -> {
                    throw new IOException("no such file");
                }))
                .hasMessage("no such file");
    }

    @Test
    void nothingIsInterruptedBetweenCalls() throws Exception {
        limit.call("open /a", () -> "answer");
        passFromAnotherThread(100);
        assertThat(Thread.interrupted()).isFalse();
    }
}
