package io.millrace.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

class MeantVariablesTest {
    private final CommandSpec command = CommandSpec.forAnnotatedObject(new Sample());

    @Test
    void whatTheHelpNamesIsKnown() {
        assertThat(MeantVariables.problems(command, "TOPIC_NAME,COMPRESSION, SAMPLE_PASSWORD"))
                .isEmpty();
        assertThat(MeantVariables.problems(command, "")).isEmpty();
        assertThat(MeantVariables.problems(command, null)).isEmpty();
    }

    @Test
    void whatEveryProcessUnderstandsIsKnown() {
        assertThat(MeantVariables.problems(command, "TZ,JAVA_TOOL_OPTIONS,HADOOP_USER_NAME,MILLRACE_STOP_TIMEOUT"))
                .isEmpty();
    }

    @Test
    void anythingElseIsMisspelt() {
        assertThat(MeantVariables.problems(command, "TOPIC_NAMES,TOPIC_NAME,TOPIC"))
                .containsExactly(
                        "variable TOPIC_NAMES is set for sample, must be one that its --help names",
                        "variable TOPIC is set for sample, must be one that its --help names");
    }

    @Command(name = "sample")
    static final class Sample {
        @Option(names = "--topic", defaultValue = "${env:TOPIC_NAME:-t}")
        String topic;

        @Option(names = "--compression", description = "How files are packed [COMPRESSION].")
        String compression;

        @Option(
                names = "--password-file",
                description = {"File with the password.", "Default: the variable SAMPLE_PASSWORD"})
        String passwordFile;
    }
}
