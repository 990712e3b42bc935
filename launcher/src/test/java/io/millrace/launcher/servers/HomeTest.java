package io.millrace.launcher.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.cli.ServiceException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
    @TempDir
    Path folder;

    @Test
    void aJarThatWasNotBuiltIsNamedWithWhatBuildsIt() throws IOException {
        Home home = new Home(folder);
        Path jar = folder.resolve("a-service/target/a-service.jar");
        assertThatThrownBy(() -> home.jar("a-service"))
                .isInstanceOf(ServiceException.class)
                .hasMessage(jar + " is missing, must be built first: mvn package -DskipTests");
        Files.createDirectories(jar.getParent());
        Files.createFile(jar);
        assertThat(home.jar("a-service")).isEqualTo(jar);
    }

    @Test
    void theStackComesBeforeHadoopOnTheClassPath() {
        assertThat(new Home(folder).classPath().split(File.pathSeparator))
                .containsExactly(
                        folder + "/launcher/target/launcher.jar",
                        folder + "/embedded-stack/target/embedded-stack.jar",
                        folder + "/launcher/target/lib/*");
    }

    @Test
    void theScriptUsesTheSameClassPath() throws IOException {
        String script =
                Files.readString(Path.of("").toAbsolutePath().getParent().resolve("millrace"));
        assertThat(script)
                .contains("target=$root/launcher/target\n")
                .contains(
                        "class_path=$target/launcher.jar:$root/embedded-stack/target/embedded-stack.jar:$target/lib/*\n");
    }

    @Test
    void dataOfCommandsIsKeptApart() {
        Home home = new Home(folder);
        assertThat(java.util.List.of(
                        home.upFolder(), home.demoFolder(), home.presetFolder("up"), home.presetFolder("x")))
                .doesNotHaveDuplicates()
                .allSatisfy(data ->
                        assertThat(data.startsWith(folder.resolve(".millrace"))).isTrue());
    }
}
