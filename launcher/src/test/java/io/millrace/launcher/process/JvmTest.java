package io.millrace.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class JvmTest {
    @Test
    void itIsThisJdkWithALimitForTheHeapAndThenWhatIsAsked() {
        List<String> command = Jvm.command(123, "-jar", "a b.jar");
        assertThat(command.get(0))
                .satisfies(java -> assertThat(Files.isExecutable(Path.of(java))).isTrue());
        assertThat(command).contains("-Xmx123m", "-XX:+ExitOnOutOfMemoryError").endsWith("-jar", "a b.jar");
    }

    @Test
    void theJdkTakesAllOfItsFlagsWithoutAWord() throws Exception {
        Process java = new ProcessBuilder(Jvm.command(32, "-version"))
                .redirectErrorStream(true)
                .start();
        String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(java.waitFor()).isZero();
        assertThat(said).doesNotContainIgnoringCase("warning").contains("version");
    }
}
