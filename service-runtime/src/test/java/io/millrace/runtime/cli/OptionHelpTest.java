package io.millrace.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

class OptionHelpTest {
    @Test
    void namesAreNeverBrokenAndNoLineIsWiderThanTheTerminal() {
        for (int width : new int[] {60, 80, 99, 100, 140}) {
            String help = help(width);
            assertThat(help.lines())
                    .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(width));
            assertThat(help)
                    .contains("'/var/log/app/*.log'", "max.message.bytes", "hdfs-site.xml", "[A_LONG_NAME_OF_IT].");
        }
    }

    @Test
    void defaultsAndValuesAreSaidAndWhatTakesNoneHasNone() {
        assertThat(help(140))
                .containsPattern("--number=N +How many\\. Default: 7")
                .containsPattern(" --flag +Whether")
                .containsPattern("FILE +Where from");
    }

    @Test
    void aWordThatIsLongerThanTheLineStandsByItself() {
        assertThat(OptionHelp.wrap("a bbbbbbbbbb c", 5)).isEqualTo(List.of("a", "bbbbbbbbbb", "c"));
        assertThat(OptionHelp.wrap("", 5)).isEqualTo(List.of(""));
    }

    private static String help(int width) {
        CommandLine line = CommandLines.configure(new CommandLine(new Sample()));
        line.setUsageHelpAutoWidth(false);
        line.setUsageHelpWidth(width);
        return line.getUsageMessage(CommandLine.Help.Ansi.OFF);
    }

    @Command(name = "sample", mixinStandardHelpOptions = true)
    static final class Sample implements Runnable {
        @Parameters(paramLabel = "FILE", description = "Where from.")
        String file;

        @Option(
                names = "--number",
                paramLabel = "N",
                defaultValue = "7",
                description = "How many. Default: ${DEFAULT-VALUE}")
        int number;

        @Option(names = "--flag", description = "Whether.")
        boolean flag;

        @Option(
                names = "--input",
                paramLabel = "FILE",
                description =
                        "Files such as '/var/log/app/*.log', none of them larger than max.message.bytes allows, as"
                                + " hdfs-site.xml says [A_LONG_NAME_OF_IT].")
        String input;

        @Override
        public void run() {
            throw new IllegalStateException("only its help is asked for");
        }
    }
}
