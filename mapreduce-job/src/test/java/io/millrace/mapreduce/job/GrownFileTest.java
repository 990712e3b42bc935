package io.millrace.mapreduce.job;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrownFileTest {
    @TempDir
    java.nio.file.Path folder;

    private Path file(String name) throws IOException {
        return new Path(Files.writeString(folder.resolve(name), "a\nb\n").toUri());
    }

    @Test
    void aLargeFileThatTookOthersInSinceItWasListedIsNotRead() throws Exception {
        Path large = file("t-0-0-9-compacted-3-0.txt");
        assertThatThrownBy(() -> GrownFile.check(new Configuration(), large, 2))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("had 2 bytes when the job began and has 4")
                .hasMessageEndingWith("start it again");
        assertThatCode(() -> GrownFile.check(new Configuration(), large, 4)).doesNotThrowAnyException();
    }

    @Test
    void aLogThatSomebodyWritesToIsRead() throws Exception {
        Path log = file("app.log");
        assertThatCode(() -> GrownFile.check(new Configuration(), log, 2)).doesNotThrowAnyException();
    }
}
