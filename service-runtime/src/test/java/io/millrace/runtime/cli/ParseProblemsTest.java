package io.millrace.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class ParseProblemsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "--count=x; --count is 'x', must be a whole number",
                "--count=1.5; --count is '1.5', must be a whole number",
                "--ratio=x; --ratio is 'x', must be a number",
                "--on=maybe; --on is 'maybe', must be true or false",
                "--kind=c; --kind is 'c', must be one of a, b",
                "--property=x; --property is 'x', must be NAME=VALUE",
                "--pause=500; --pause is '500', must be a length of time such as 500ms, 30s, 5m, 1h or 7d",
                "--most=1TB; --most is '1TB', must be a size below 8 EiB such as 1048576, 64MiB or 1GB",
                "--xyz=1; option '--xyz' is unknown",
                "--coun=1; option '--coun' is unknown; did you mean --count?"
            })
    void aWrongValueOfAnyTypeIsNamedWithItsFlagAndTheRule(String argument, String sentence) {
        StringWriter err = new StringWriter();
        CommandLine line = new CommandLine(new Sample()).setErr(new PrintWriter(err, true));
        assertThat(ServiceMain.execute(line, argument)).isEqualTo(ExitStatus.USAGE);
        assertThat(err.toString()).startsWith("error: " + sentence);
    }

    @ParameterizedTest
    @CsvSource({"--already, true", "--already=true, true", "--already=false, false", "--never, true"})
    void aFlagThatIsGivenSaysYesWhateverItsDefaultIs(String argument, boolean said) {
        Sample sample = new Sample();
        assertThat(ServiceMain.execute(new CommandLine(sample), argument)).isZero();
        assertThat(argument.startsWith("--already") ? sample.already : sample.never)
                .isEqualTo(said);
    }

    private enum Kind {
        A,
        B
    }

    @Command(name = "sample")
    private static final class Sample implements Runnable {
        @Option(names = "--count")
        private int count;

        @Option(names = "--ratio")
        private double ratio;

        @Option(names = "--on", arity = "0..1", fallbackValue = "true")
        private boolean on;

        @Option(names = "--kind")
        private Kind kind;

        @Option(names = "--property")
        private Map<String, String> properties = new HashMap<>();

        @Option(names = "--pause", converter = TimeSpan.Converter.class)
        private TimeSpan pause;

        @Option(names = "--most", converter = DataSize.Converter.class)
        private DataSize most;

        /** As one whose variable is set. */
        @Option(names = "--already", defaultValue = "true")
        private boolean already;

        @Option(names = "--never", defaultValue = "${env:MILLRACE_NO_SUCH_VARIABLE:-false}")
        private boolean never;

        @Override
        public void run() {}
    }
}
