package io.millrace.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.runtime.cli.ServiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@link SampleService}, in a jar of its own, as the launcher runs the services. */
class ServiceProcessTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    @Test
    void aServiceThatEndsWithStatus0HasSucceeded() throws Exception {
        try (ServiceProcess process = start("0")) {
            process.awaitSuccess(LONG);
            assertThat(process.isRunning()).isFalse();
        }
    }

    @Test
    void aServiceThatFailsIsQuotedWithItsOwnSentences() throws Exception {
        try (ServiceProcess process = start("3", "error: A is unknown", "12:00 WARN", "error: B is unknown")) {
            assertThatThrownBy(() -> process.awaitSuccess(LONG))
                    .isInstanceOf(ServiceException.class)
                    .hasMessage("sample ended with status 3, must be 0 (A is unknown; B is unknown); see "
                            + folder.resolve("sample.log"));
        }
    }

    @Test
    void whatAnEarlierRunSaidIsNotQuoted() throws Exception {
        Files.writeString(folder.resolve("sample.log"), "error: long ago\n");
        try (ServiceProcess process = start("1")) {
            assertThatThrownBy(() -> process.awaitSuccess(LONG))
                    .hasMessage("sample ended with status 1, must be 0; see " + folder.resolve("sample.log"));
        }
    }

    @Test
    void aServiceThatEndedAlthoughItShouldRunIsAFailure() throws Exception {
        try (ServiceProcess process = start("0")) {
            process.awaitSuccess(LONG);
            assertThatThrownBy(process::requireRunning).hasMessageContaining("must run until it is stopped");
        }
    }

    @Test
    void aStopThatCameBeforeTheServiceHadBegunIsNoFailure() throws Exception {
        try (ServiceProcess process = start("wait")) {
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> Files.readString(folder.resolve("sample.log")).contains("waiting"));
            process.requestStop();
            process.awaitStop(LONG);
        }
    }

    @Test
    void aServiceThatDoesNotEndIsTold() throws Exception {
        try (ServiceProcess process = start("wait")) {
            assertThatThrownBy(() -> process.awaitSuccess(Duration.ofMillis(1)))
                    .hasMessageContaining("sample did not end within 0 s");
            process.requireRunning();
        }
    }

    private ServiceProcess start(String... arguments) throws IOException {
        return ServiceProcess.start(
                "sample",
                folder,
                64,
                Map.of("SAMPLE", "1"),
                SampleService.jar(folder.resolve("the sample's.jar")),
                List.of(arguments));
    }
}
