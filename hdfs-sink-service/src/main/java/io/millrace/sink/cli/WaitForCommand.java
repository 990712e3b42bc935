package io.millrace.sink.cli;

import io.millrace.record.PartitionId;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.CheckedCommand;
import io.millrace.runtime.cli.ExitStatus;
import io.millrace.runtime.cli.Problems;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.runtime.cli.SettingsException;
import io.millrace.runtime.cli.TimeSpan;
import io.millrace.sink.commit.DoneLog;
import io.millrace.sink.commit.StoredPartitions;
import io.millrace.sink.hdfs.HdfsConnection;
import io.millrace.sink.hdfs.HdfsFileStore.Durability;
import io.millrace.sink.port.FileStore;
import io.millrace.stream.Clock;
import io.millrace.stream.StoppedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Waits until folders are done; reads only. */
@Command(
        name = "wait-for",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Waits until all of a topic's folders with records before a time are done, as run --done-marks decides it. Ends"
                        + " with status 0 then, with 3 at the timeout, with 1 if it cannot be said.")
final class WaitForCommand implements CheckedCommand {
    private final ShutdownSignal stop;
    private final Clock clock;

    @Spec
    private CommandSpec spec;

    @Mixin
    private HdfsOptions hdfs;

    @Option(
            names = "--topic",
            required = true,
            paramLabel = "NAME",
            defaultValue = "${env:WAIT_FOR_TOPIC}",
            description = "Topic whose folders are waited for [WAIT_FOR_TOPIC].")
    private String topic;

    @Option(
            names = "--time",
            required = true,
            paramLabel = "TIME",
            defaultValue = "${env:WAIT_FOR_TIME}",
            description =
                    "Event time up to which the folders must be done, such as 2026-11-28T10:00Z: that moment's own"
                            + " folder too, unless it begins with it [WAIT_FOR_TIME].")
    private String time;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = TimeSpan.Converter.class,
            defaultValue = "${env:WAIT_FOR_TIMEOUT}",
            description = "End with status 3 if it takes longer; 0 looks once [WAIT_FOR_TIMEOUT]. Default: never")
    private TimeSpan timeout;

    @Option(
            names = "--poll-interval",
            paramLabel = "TIME",
            converter = TimeSpan.Converter.class,
            defaultValue = "${env:WAIT_FOR_POLL_INTERVAL:-5s}",
            description = "Pause between two looks [WAIT_FOR_POLL_INTERVAL]. Default: ${DEFAULT-VALUE}")
    private TimeSpan pollInterval = TimeSpan.UNREAD;

    WaitForCommand(ShutdownSignal stop, Clock clock) {
        this.stop = stop;
        this.clock = clock;
    }

    @Override
    public Integer call(Problems problems) throws Exception {
        HdfsConnection connection = problems.collect(() -> {
            HdfsConnection made = hdfs.connection();
            made.rootUri();
            return made;
        });
        Instant wanted = problems.collect(this::wanted);
        problems.require(pollInterval.millis() >= 100, "--poll-interval", pollInterval, "must be at least 100ms");
        problems.throwIfAny();
        PrintWriter out = spec.commandLine().getOut();
        FolderWait.Wanted waited = new FolderWait.Wanted(
                topic,
                wanted,
                Optional.ofNullable(timeout).map(TimeSpan::duration),
                pollInterval.duration(),
                out::println);
        // A server that hangs must not hold up the timeout: the looks have a thread of their own.
        try (CallerThreads callers = new CallerThreads("wait-for")) {
            boolean done = new FolderWait(waited, stop, clock, callers).await(() -> {
                FileStore store = connection.open(Durability.REPLICATED);
                checkStored(store, connection);
                return new DoneLog(store, connection.rootPath(), topic);
            });
            return done ? ExitStatus.OK : ExitStatus.TIMEOUT;
        } catch (IOException e) {
            throw new ServiceException(
                    "it cannot be seen whether the folders of topic " + topic + " below " + connection.rootUri()
                            + " are done: " + e.getMessage(),
                    e);
        } catch (StoppedException e) {
            throw new ServiceException(e.getMessage(), e);
        } finally {
            out.flush();
        }
    }

    private Instant wanted() {
        try {
            return OffsetDateTime.parse(time).toInstant();
        } catch (DateTimeParseException e) {
            throw new SettingsException("--time is '" + time
                    + "', must be a time with its offset, such as 2026-11-28T10:00Z or" + " 2026-11-28T11:00+01:00");
        }
    }

    private void checkStored(FileStore store, HdfsConnection connection) throws IOException {
        if (store.stat(connection.rootPath()).isEmpty()) {
            throw new ServiceException("--root is '" + connection.rootUri() + "', must be an existing folder");
        }
        SortedSet<String> stored = new TreeSet<>();
        for (PartitionId partition : StoredPartitions.below(store, connection.rootPath())) {
            stored.add(partition.topic());
        }
        if (!stored.contains(topic)) {
            throw new ServiceException("topic " + topic + " has no commit log below " + connection.rootUri()
                    + ", must be one of " + stored);
        }
    }
}
