package io.millrace.mapreduce.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class JobRunnerTest {
    @Test
    void aVariableThatIsMeantForAJobMustBeOneThatItsHelpNames() {
        CommandLine levels = new CommandLine(new LevelsCommand());
        assertThat(JobRunner.unknownVariables(levels, "LEVELS_BY,LEVELS_CHART,TZ,HADOOP_USER_NAME"))
                .isEmpty();
        assertThat(JobRunner.unknownVariables(levels, "LEVELS_BY,LEVEL_BY,LEVELS"))
                .containsExactly("LEVEL_BY", "LEVELS");
        assertThat(JobRunner.unknownVariables(levels, null)).isEmpty();
        assertThat(JobRunner.unknownVariables(null, "LEVELS")).isEmpty();
    }
}
