package io.millrace.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class TimeSpanTest {
    @ParameterizedTest
    @CsvSource({
        "500ms, 500",
        "30s, 30000",
        "5m, 300000",
        "5min, 300000",
        "1h, 3600000",
        "7d, 604800000",
        "0.5s, 500",
        "0.1s, 100",
        "' 2 S ', 2000",
        "0, 0",
        "0s, 0",
        ".5s, 500",
        "0.001s, 1"
    })
    void aNumberWithItsUnitIsALengthOfTime(String text, long millis) {
        assertThat(TimeSpan.of(text).duration()).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "500",
                "",
                "s",
                "-1s",
                "1 week",
                "1e3s",
                "0.0000000001s",
                ".s",
                "1.5",
                "PT5S",
                "500mss",
                "999999999999999d"
            })
    void anythingElseIsNone(String text) {
        assertThatThrownBy(() -> TimeSpan.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text + "' is not a length of time such as 500ms, 30s, 5m, 1h or 7d");
    }

    @ParameterizedTest
    @ValueSource(strings = {"500ms", "30s", "5m", "1h", "7d", "90s", "0", "25h", "0.5ms", "1.25ms", "0.000001ms"})
    void itIsSaidInItsLargestUnitAndThatCanBeReadAgain(String text) {
        assertThat(TimeSpan.of(text)).hasToString(text);
        assertThat(TimeSpan.of(TimeSpan.of(text).toString())).isEqualTo(TimeSpan.of(text));
    }

    @Test
    void aWrongOneIsNamedWithItsFlagAndTheRuleAndSoIsASize() {
        assertThat(said("--pause=5x"))
                .startsWith("error: --pause is '5x', must be a length of time such as 500ms, 30s, 5m, 1h or 7d\n");
        assertThat(said("--most=5x"))
                .startsWith("error: --most is '5x', must be a size below 8 EiB such as 1048576, 64MiB or 1GB\n");
        assertThat(said("--pause=5s", "--most=64MiB")).isEmpty();
    }

    private static String said(String... arguments) {
        StringWriter err = new StringWriter();
        CommandLine line = new CommandLine(new Sample()).setErr(new PrintWriter(err, true));
        ServiceMain.execute(line, arguments);
        return err.toString();
    }

    @Command(name = "sample")
    private static final class Sample implements Runnable {
        @Option(names = "--pause", converter = TimeSpan.Converter.class)
        private TimeSpan pause;

        @Option(names = "--most", converter = DataSize.Converter.class)
        private DataSize most;

        @Override
        public void run() {}
    }
}
