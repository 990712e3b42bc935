package io.millrace.runtime.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ParallelCallsTest {
    private final ExecutorService threads = Executors.newFixedThreadPool(20);
    private final List<Integer> results = new ArrayList<>();
    private final ParallelCalls<Integer> calls = new ParallelCalls<>(threads, results::add);

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    void callsRunAtTheSameTimeAndTheirResultsComeInTheOrderInWhichTheyWereBegun() throws IOException {
        CyclicBarrier both = new CyclicBarrier(2);
        CountDownLatch secondIsDone = new CountDownLatch(1);
        calls.begin(() -> {
            both.await();
            secondIsDone.await();
            return 1;
        });
        calls.begin(() -> {
            both.await();
            secondIsDone.countDown();
            return 2;
        });
        calls.await();
        assertThat(results).containsExactly(1, 2);
        assertThat(calls.waiting()).isZero();
    }

    @Test
    void noMoreThanEightAreOnTheirWay() throws IOException {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        for (int i = 0; i < 200; i++) {
            int number = i;
            calls.begin(() -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                Thread.yield();
                running.decrementAndGet();
                return number;
            });
            assertThat(calls.waiting()).isLessThanOrEqualTo(8);
        }
        calls.await();
        assertThat(results).hasSize(200);
        assertThat(most.get()).isLessThanOrEqualTo(8);
    }

    @Test
    void whatACallThrewIsThrownAsItIs() {
        for (Throwable thrown :
                List.of(new IOException("away"), new IllegalStateException("wrong"), new OutOfMemoryError("full"))) {
            ParallelCalls<Integer> failing = new ParallelCalls<>(threads, results::add);
            assertThatThrownBy(() -> {
                        failing.begin(throwing(thrown));
                        failing.await();
                    })
                    .isSameAs(thrown);
        }
        assertThat(results).isEmpty();
    }

    @Test
    void nothingIsBegunAfterAFailureThatIsKnown() {
        AtomicInteger begun = new AtomicInteger();
        ParallelCalls<Integer> onThisThread = new ParallelCalls<>(Runnable::run, results::add);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 5; i++) {
                        int number = i;
                        onThisThread.begin(() -> {
                            begun.incrementAndGet();
                            if (number == 2) {
                                throw new IOException("away");
                            }
                            return number;
                        });
                    }
                })
                .hasMessage("away");
        assertThat(begun.get()).isEqualTo(3);
        assertThat(results).containsExactly(0, 1);
    }

    @Test
    void whatWasForgottenHandsNothingOver() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        calls.begin(() -> {
            go.await();
            ended.countDown();
            return 1;
        });
        calls.forget();
        go.countDown();
        calls.await();
        assertThat(ended.await(30, TimeUnit.SECONDS))
                .as("the call still runs to its end")
                .isTrue();
        assertThat(results).isEmpty();
    }

    @Test
    void anInterruptEndsTheWaitingAndStaysSet() throws IOException {
        CountDownLatch never = new CountDownLatch(1);
        calls.begin(() -> {
            never.await();
            return 1;
        });
        Thread.currentThread().interrupt();
        assertThatThrownBy(calls::await).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).as("the interrupt is still to be seen").isTrue();
    }

    private static Callable<Integer> throwing(Throwable thrown) {
        return () -> {
            if (thrown instanceof Error error) {
                throw error;
            }
            throw (Exception) thrown;
        };
    }
}
