package io.millrace.sink.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CallerThreadsTest {
    @Test
    void callsOfOneWorkerThatHangDoNotKeepAnothersWaiting() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(8);
        CountDownLatch done = new CountDownLatch(1);
        try (CallerThreads healthy = new CallerThreads("sink-1")) {
            try (CallerThreads stuck = new CallerThreads("sink-0")) {
                CountDownLatch hanging = new CountDownLatch(8);
                for (int i = 0; i < 8; i++) {
                    stuck.execute(() -> {
                        hanging.countDown();
                        try {
                            never.await();
                        } catch (InterruptedException closed) {
                            ended.countDown();
                        }
                    });
                }
                hanging.await();
                healthy.execute(done::countDown);
                assertThat(done.await(1, TimeUnit.MINUTES)).isTrue();
            }
            assertThat(ended.await(1, TimeUnit.MINUTES)).isTrue();
        }
    }
}
