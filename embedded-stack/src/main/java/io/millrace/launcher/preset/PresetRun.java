package io.millrace.launcher.preset;

import io.millrace.launcher.HadoopJob;
import io.millrace.launcher.Home;
import io.millrace.launcher.StackFiles;
import io.millrace.launcher.Stacks;
import io.millrace.launcher.parts.DatabaseView;
import io.millrace.launcher.parts.HdfsView;
import io.millrace.launcher.parts.KafkaView;
import io.millrace.launcher.parts.Screen;
import io.millrace.launcher.web.StatusPage;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.stack.EmbeddedStack;
import io.millrace.stack.StackSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;

/** One run of a preset on the embedded stack. Used once. */
final class PresetRun {
    private static final Duration LOOK_UP = Duration.ofMillis(500);

    private final Home home;
    private final Preset preset;
    private final StackSettings settings;
    private final int webPort;
    private final Optional<Duration> length;
    private final Screen screen;
    private final ShutdownSignal stop;
    private final StackFiles files;

    PresetRun(
            Home home,
            Preset preset,
            StackSettings settings,
            int webPort,
            Optional<Duration> length,
            Screen screen,
            ShutdownSignal stop) {
        this.home = home;
        this.preset = preset;
        this.settings = settings;
        this.webPort = webPort;
        this.length = length;
        this.screen = screen;
        this.stop = stop;
        this.files = new StackFiles(settings.folder());
    }

    int run() throws IOException, InterruptedException {
        screen.line("Preset " + preset.name() + ". Data: " + settings.folder() + "   Logs: " + files.logs());
        screen.status("Starting Kafka, HDFS and the database ...");
        try (EmbeddedStack stack = Stacks.start(settings);
                StatusPage page = new StatusPage(stack, webPort);
                KafkaView kafka = new KafkaView(stack.kafka().bootstrapServers());
                HdfsView hdfs = new HdfsView(stack.hdfs().newClient())) {
            screen.line("Kafka     " + stack.kafka().bootstrapServers());
            screen.line("HDFS      " + stack.hdfs().uri());
            screen.line("Database  " + stack.database().jdbcUrl());
            screen.line("          user " + stack.database().user() + ", password in "
                    + stack.database().passwordFile());
            screen.line("Web page  " + page.address());
            if (!stop.isRequested()) {
                runServices(stack, kafka);
                runJobs(hdfs);
                printRows(stack);
                printFiles(hdfs);
            }
            screen.status("Stopping the servers ...");
        }
        screen.line("Stopped; the data stays. Look at it with: MILLRACE_DATA=" + settings.folder()
                + " ./millrace hdfs dfs -ls -R /");
        return 0;
    }

    private void runServices(EmbeddedStack stack, KafkaView kafka) throws InterruptedException {
        try (PresetServices services = new PresetServices(home, files, stack, new Flows(kafka))) {
            services.start(preset);
            screen.line("Running "
                    + preset.processes().stream()
                            .filter(process -> process.kind() != Preset.Kind.JOB)
                            .map(Preset.Process::name)
                            .collect(Collectors.joining(", "))
                    + length.map(l -> " for " + l.toSeconds() + " s").orElse("; Ctrl-C stops."));
            watch(services);
            screen.status("Stopping the sources ...");
            services.stopSources();
            screen.status("Storing what is left ...");
            services.stopReceivers(screen::status);
            screen.line("Stored: " + services.progress());
        }
    }

    /** Until the time is over, every source has ended by itself, or a stop is asked for. */
    private void watch(PresetServices services) throws InterruptedException {
        long end = length.map(l -> System.nanoTime() + l.toNanos()).orElse(Long.MAX_VALUE);
        while (!stop.await(LOOK_UP) && System.nanoTime() < end && !services.sourcesDone()) {
            services.requireHealthy();
            screen.status(services.progress());
        }
        services.requireHealthy();
    }

    private void runJobs(HdfsView hdfs) throws IOException, InterruptedException {
        for (Preset.Process process : preset.processes()) {
            if (process.kind() == Preset.Kind.JOB) {
                runJob(process, hdfs);
            }
        }
    }

    private void runJob(Preset.Process job, HdfsView hdfs) throws IOException, InterruptedException {
        List<String> folders = job.arguments();
        String input = folders.get(0);
        if (hdfs.files(input).isEmpty()) {
            screen.line("Nothing is in " + input + " yet, so " + job.name() + " did not run.");
            return;
        }
        screen.status("Running " + job.name() + " ...");
        List<String> arguments = new ArrayList<>(List.of(job.command()));
        arguments.addAll(folders);
        new HadoopJob(home, files).run(job.kind().module(), arguments, job.name(), stop);
        String output = folders.get(folders.size() - 1);
        screen.line("Result of " + job.name() + " in " + output + ":");
        hdfs.lines(output, line -> screen.line("  " + new String(line, StandardCharsets.UTF_8)));
    }

    private void printRows(EmbeddedStack stack) {
        Map<String, Long> tables = new DatabaseView(stack.database()).rowCounts();
        if (!tables.isEmpty()) {
            screen.line("Database:");
            tables.forEach((table, rows) -> screen.line(String.format("  %12s  %s", Screen.count(rows), table)));
        }
    }

    private void printFiles(HdfsView hdfs) throws IOException {
        List<FileStatus> all = hdfs.files("/");
        screen.line("HDFS: " + all.size() + " files" + (all.size() > 20 ? ", the last 20:" : ""));
        all.stream()
                .skip(Math.max(0, all.size() - 20))
                .forEach(file -> screen.line(String.format(
                        "  %12s  %s",
                        Screen.size(file.getLen()), file.getPath().toUri().getPath())));
    }
}
