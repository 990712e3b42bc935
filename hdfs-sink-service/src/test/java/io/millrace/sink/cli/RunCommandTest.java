package io.millrace.sink.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.ServiceMain;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
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

    private static String refused(String... more) {
        StringWriter err = new StringWriter();
        ShutdownSignal stopped = new ShutdownSignal();
        stopped.request();
        List<String> arguments = new ArrayList<>(List.of(
                "run",
                "--bootstrap-servers=127.0.0.1:1",
                "--root=hdfs://127.0.0.1:2/r",
                "--value-format=text",
                "--file-format=text"));
        arguments.addAll(List.of(more));
        CommandLine line = SinkMain.commandLine(stopped).setErr(new PrintWriter(err, true));
        assertThat(ServiceMain.execute(line, arguments.toArray(String[]::new)))
                .as(err.toString())
                .isEqualTo(2);
        return err.toString();
    }

    @Test
    void whatIsToBeStoredMustBeSaid() {
        assertThat(refused()).contains("--topics is '', must name the topics to store, unless --topics-pattern does");
    }

    @Test
    void patternsAreLookedAtBeforeATopicMatches() {
        assertThat(refused("--topics-pattern=log(s"))
                .contains(
                        "--topics-pattern is 'log(s', must be a regular expression that RE2 knows: missing closing )");
        assertThat(refused("--topics-pattern=logs-.*", "--file-name={partition}-{n}"))
                .contains("files of topics another-topic and one-topic could have one name, must have {topic}");
        assertThat(refused("--topics-pattern=logs-.*", "--topic-option=iot:roll-age=1s"))
                .contains("--topic-option is 'iot:roll-age=1s', must name one of the topics");
        assertThat(refused("--topics-pattern=logs-.*", "--topic-option=logs-a:compression=lz4"))
                .contains("lz4");
        assertThat(refused("--topics-pattern=logs-.*", "--layout={nope}")).contains("{nope}");
        assertThat(refused("--topics-pattern=logs-.*", "--only-partitions=0"))
                .contains("--only-partitions does not go with --topics-pattern");
    }

    @Test
    void marksNeedFoldersOfATimeAndAMarkForEachTopic() {
        assertThat(refused("--topics=t", "--done-marks"))
                .contains("--done-marks needs folders of a time for topic t: --layout '' must name the year");
        assertThat(refused("--topics=t", "--done-marks", "--layout=h={HH}"))
                .contains("--layout 'h={HH}' must name the year and all units from there to its smallest one");
        assertThat(refused("--topics=t,u", "--done-marks", "--layout={yyyy-MM-dd}"))
                .contains("topics t and u have their files in the same folders and would have one mark");
        assertThat(refused("--topics-pattern=t.*", "--done-marks", "--layout={yyyy-MM-dd}"))
                .contains(
                        "would have one mark, must have {topic} in the mark's name, or in the layout before the end of"
                                + " its time");
        assertThat(refused("--topics=t,u", "--done-marks", "--layout=d={yyyy-MM-dd}/{topic}"))
                .contains("topics t and u have their files in the same folders and would have one mark");
        assertThat(refused(
                        "--topics=t,u",
                        "--done-marks",
                        "--layout=d={yyyy-MM-dd}",
                        "--topic-option=u:layout=d={yyyy-MM-dd}/{partition}"))
                .contains("topics t and u have their files in the same folders and would have one mark");
        for (String name : List.of("_a:b", "_{day}", "_a\nb")) {
            assertThat(refused("--topics=t", "--done-marks", "--layout={yyyy-MM-dd}", "--done-mark-name=" + name))
                    .contains("must be a file's name");
        }
        assertThat(refused(
                        "--topics=" + "t".repeat(249),
                        "--done-marks",
                        "--layout={yyyy-MM-dd}",
                        "--done-mark-name=_FOLDER-{topic}"))
                .contains("has 257 characters, must have at most 255");
        assertThat(refused("--topics=t", "--done-marks", "--layout={yyyy-MM-dd}", "--done-mark-name=DONE"))
                .contains("--done-mark-name is 'DONE', must be a file's name")
                .contains("that begins with '_' or '.'");
        assertThat(refused("--topics=t", "--lateness=ten")).contains("--lateness is 'ten', must be a length of time");
    }

    private static String waitFor(int expected, String... more) {
        StringWriter err = new StringWriter();
        CommandLine line = SinkMain.commandLine(new ShutdownSignal()).setErr(new PrintWriter(err, true));
        List<String> arguments = new ArrayList<>(List.of(
                "wait-for",
                "--root=hdfs://127.0.0.1:2/r",
                "-Dipc.client.connect.max.retries=0",
                "-Dipc.client.connect.retry.interval=10"));
        arguments.addAll(List.of(more));
        assertThat(ServiceMain.execute(line, arguments.toArray(String[]::new)))
                .as(err.toString())
                .isEqualTo(expected);
        return err.toString();
    }

    @Test
    void whoWaitsForAFolderMustSayForWhichAndIsToldThatNobodyAnswers() {
        assertThat(waitFor(2)).contains("--topic").contains("--time");
        assertThat(waitFor(2, "--topic=t", "--time=yesterday", "--poll-interval=1ms"))
                .contains("--time is 'yesterday', must be a time with its offset, such as 2026-11-28T10:00Z")
                .contains("--poll-interval is 1ms, must be at least 100ms");
        assertThat(waitFor(1, "--topic=t", "--time=2026-11-28T10:00Z"))
                .contains("it cannot be seen whether the folders of topic t below hdfs://127.0.0.1:2/r are done")
                .contains("Connection refused");
    }
}
