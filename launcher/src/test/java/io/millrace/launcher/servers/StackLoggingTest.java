package io.millrace.launcher.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import io.millrace.runtime.cli.ServiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Takes over this JVM's log for the time of a test. */
class StackLoggingTest {
    @TempDir
    Path folder;

    @AfterEach
    void giveBack() throws Exception {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        new ContextInitializer(context).autoConfig();
    }

    @Test
    void eachServerHasALogOfItsOwn() throws IOException {
        Path logs = folder.resolve("the logs");
        StackLogging.into(logs);
        LoggerFactory.getLogger("kafka.server.Broker").info("of the broker");
        LoggerFactory.getLogger("org.apache.hadoop.hdfs.server.namenode.X").info("of the namenode");
        LoggerFactory.getLogger("org.apache.hadoop.hdfs.server.datanode.X").info("of the datanode");
        LoggerFactory.getLogger("org.apache.kafka.clients.X").info("of a client, not worth a line");
        LoggerFactory.getLogger("org.apache.kafka.clients.X").warn("of a client");
        LoggerFactory.getLogger("anything").info("of the rest");
        assertThat(logs.resolve("kafka.log"))
                .content()
                .contains("of the broker")
                .hasLineCount(1);
        assertThat(logs.resolve("namenode.log"))
                .content()
                .contains("of the namenode")
                .hasLineCount(1);
        assertThat(logs.resolve("datanode.log"))
                .content()
                .contains("of the datanode")
                .hasLineCount(1);
        assertThat(logs.resolve("stack.log"))
                .content()
                .contains("of a client\n", "of the rest")
                .hasLineCount(2);
    }

    @Test
    void theLogsThatOthersFollowAreThoseThatAreWritten() {
        StackLogging.into(folder);
        assertThat(StackLogging.serverLogs())
                .isNotEmpty()
                .allSatisfy(log -> assertThat(folder.resolve(log)).exists());
    }

    @Test
    void aLineBeginsWithItsTimeAndLevelAsTheJobThatCountsLevelsExpects() throws IOException {
        StackLogging.into(folder);
        LoggerFactory.getLogger("kafka.x").error("bad", new IllegalStateException("why"));
        assertThat(Files.readAllLines(folder.resolve("kafka.log")))
                .first()
                .asString()
                .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3} ERROR \\[.*] kafka\\.x: bad");
    }

    @Test
    void aFolderThatCannotBeMadeIsOneSentence() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> StackLogging.into(file.resolve("logs")))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("cannot be made, must be a folder that may be written to");
    }
}
