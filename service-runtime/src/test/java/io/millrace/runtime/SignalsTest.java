package io.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SignalsTest {
    @Test
    void aSignalRunsTheActionAndTheJvmGoesOn() throws Exception {
        // One that nohup leaves alone.
        Semaphore ran = new Semaphore(0);
        assertThat(Signals.on("WINCH", ran::release)).isTrue();
        for (int i = 0; i < 2; i++) {
            new ProcessBuilder(
                            "kill",
                            "-WINCH",
                            String.valueOf(ProcessHandle.current().pid()))
                    .start()
                    .waitFor();
            // One after the other: the system makes one of two signals that come before the first was taken.
            assertThat(ran.tryAcquire(2, TimeUnit.MINUTES)).isTrue();
        }
    }

    @Test
    void aSignalThatTheSystemDoesNotHaveIsRefusedQuietly() {
        assertThat(Signals.on("NOSUCHSIGNAL", () -> {})).isFalse();
    }
}
