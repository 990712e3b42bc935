package io.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SignalsTest {
    @Test
    void aSignalRunsTheActionAndTheJvmGoesOn() throws Exception {
        CountDownLatch twice = new CountDownLatch(2);
        assertThat(Signals.on("HUP", twice::countDown)).isTrue();
        for (int i = 0; i < 2; i++) {
            long before = twice.getCount();
            new ProcessBuilder(
                            "kill",
                            "-HUP",
                            String.valueOf(ProcessHandle.current().pid()))
                    .start()
                    .waitFor();
            assertThat(before).isPositive();
        }
        assertThat(twice.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aSignalThatTheSystemDoesNotHaveIsRefusedQuietly() {
        assertThat(Signals.on("NOSUCHSIGNAL", () -> {})).isFalse();
    }
}
