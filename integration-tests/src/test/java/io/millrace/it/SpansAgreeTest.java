package io.millrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.mapreduce.time.Span;
import io.millrace.runtime.cli.TimeSpan;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The job jar may not hold the services' TimeSpan, so it has the grammar once more: both must read the same. */
class SpansAgreeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "500ms",
                "30s",
                "0.5s",
                ".5s",
                "5m",
                "5min",
                "2 h",
                "1H",
                "7d",
                " 3s ",
                "0.0000001ms",
                "1.5ms",
                "1e3s",
                "1",
                "",
                "s",
                "-1s",
                "+1s",
                "1w",
                "1h30m",
                "999999999999999d",
                "99999999999999999s",
                "1.s",
                "1,5s",
                "10µs"
            })
    void theJobReadsALengthOfTimeAsTheServicesDo(String text) {
        assertThat(Span.parse(text)).isEqualTo(services(text));
    }

    private static Optional<Duration> services(String text) {
        try {
            return Optional.of(TimeSpan.of(text).duration());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
