package io.millrace.sink.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.ServiceMain;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class RunCommandTest {
    @Test
    void valuesThatCannotBeReadHideNoOtherProblem() {
        StringWriter err = new StringWriter();
        CommandLine line = SinkMain.commandLine(new ShutdownSignal()).setErr(new PrintWriter(err, true));
        int status = ServiceMain.execute(
                line,
                "run",
                "--bootstrap-servers=127.0.0.1:1",
                "--topics=t",
                "--group=g",
                "--root=hdfs://127.0.0.1:2/r",
                "--value-format=text",
                "--file-format=text",
                "--compression=lz4",
                "--roll-age=0s",
                "--threads=0",
                "--layout={nope}");
        assertThat(status).isEqualTo(2);
        assertThat(err.toString())
                .contains("--compression is 'lz4'", "roll age in ms is 0", "--threads is 0", "{nope}");
    }

    @Test
    void moreThreadsThanNamedPartitionsAreRefusedAtOnce() {
        StringWriter err = new StringWriter();
        ShutdownSignal stopped = new ShutdownSignal();
        // What is not refused must not wait for a Kafka that there is not.
        stopped.request();
        CommandLine line = SinkMain.commandLine(stopped).setErr(new PrintWriter(err, true));
        int status = ServiceMain.execute(
                line,
                "run",
                "--bootstrap-servers=127.0.0.1:1",
                "--topics=t",
                "--root=hdfs://127.0.0.1:2/r",
                "--value-format=text",
                "--file-format=text",
                "--only-partitions=0",
                "--threads=2");
        assertThat(status).isEqualTo(2);
        assertThat(err.toString())
                .contains("--threads is 2, must be at most 1, the number of partitions that --only-partitions names");
    }
}
