package io.millrace.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.kafka.KafkaOptions;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

class CommandLinesTest {
    private final StringWriter err = new StringWriter();

    @Test
    void everyWrongOptionIsNamedInOneGo() {
        assertThat(run("--count", "many", "--wait", "soon", "--coutn", "3")).isEqualTo(2);
        assertThat(err.toString())
                .contains("error: --count is 'many', must be a whole number\n")
                .contains("error: --wait is 'soon', must be a")
                .contains("error: option '--coutn' is unknown; ")
                .contains("did you mean")
                .contains("Try 'sample --help'.");
    }

    @Test
    void whatIsNotUnderstoodAndWhatMakesNoSenseAreNamedInOneGo() {
        assertThat(run("--count", "many", "--wait", "-1")).isEqualTo(2);
        assertThat(err.toString())
                .startsWith(
                        "error: --count is 'many', must be a whole number\nerror: --wait is -1, must not be negative\n");
    }

    @Test
    void everyWrongSettingIsNamedInOneGo() {
        assertThat(run("--count", "0", "--wait", "-1")).isEqualTo(2);
        assertThat(err.toString())
                .contains("error: --count is 0, must be at least 1\nerror: --wait is -1, must not be negative\n");
    }

    @Test
    void aServiceFailureIsOneSentenceWithoutAStackTrace() {
        assertThat(run("--count", "13")).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("error: 13 cannot be served\n");
    }

    @Test
    void anOptionWhoseVariableIsUnsetHasNoValue() {
        assertThat(run("--count", "1")).isZero();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void anUnknownCommandIsAnsweredWithThoseThatThereAre() {
        CommandLine line = new CommandLine(new Several())
                .addSubcommand(new Sample())
                .addSubcommand("other", new Sample())
                .setErr(new PrintWriter(err, true));
        assertThat(ServiceMain.execute(line, "smaple", "--count=1")).isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        "error: command is 'smaple', must be one of sample, other; did you mean sample?",
                        "Try 'several --help'.");
    }

    @Test
    void aBootstrapServerWithoutAPortIsRefused() {
        assertThat(run("--bootstrap-servers", "kafka,other:9092")).isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        "--bootstrap-servers is 'kafka,other:9092', must be HOST:PORT pairs with commas between them");
    }

    private int run(String... args) {
        return ServiceMain.execute(new CommandLine(new Sample()).setErr(new PrintWriter(err, true)), args);
    }

    @Command(name = "several")
    static final class Several implements Runnable {
        @Override
        public void run() {
            throw new IllegalStateException("no command was given");
        }
    }

    @Command(name = "sample", mixinStandardHelpOptions = true)
    static final class Sample implements CheckedCommand {
        @Option(names = "--count", defaultValue = "5")
        int count;

        @Option(names = "--wait", defaultValue = "0")
        int waiting;

        @Mixin
        KafkaOptions kafka;

        @Override
        public Integer call(Problems problems) {
            problems.require(count >= 1, "--count", count, "must be at least 1")
                    .require(waiting >= 0, "--wait", waiting, "must not be negative")
                    .throwIfAny();
            kafka.settings();
            if (count == 13) {
                throw new ServiceException("13 cannot be served", new IllegalStateException("hidden"));
            }
            return 0;
        }
    }
}
