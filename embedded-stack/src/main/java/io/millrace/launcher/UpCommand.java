package io.millrace.launcher;

import io.millrace.launcher.web.StatusPage;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.stack.EmbeddedStack;
import io.millrace.stack.StackSettings;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./millrace up}: the servers until Ctrl-C; the next start finds their data. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Runs Kafka, HDFS and the database until Ctrl-C; the next 'up' finds their data.")
final class UpCommand implements Callable<Integer> {
    @Mixin
    private StackOptions options = new StackOptions();

    @Option(
            names = "--web-port",
            paramLabel = "PORT",
            defaultValue = "${env:MILLRACE_WEB_PORT:-0}",
            description = "Port of the page that shows topics, groups and lag, 0 for a free one [MILLRACE_WEB_PORT]."
                    + " Default: ${DEFAULT-VALUE}")
    private int webPort;

    @Spec
    private CommandSpec spec;

    private final Home home;
    private final ShutdownSignal stop;

    UpCommand(Home home, ShutdownSignal stop) {
        this.home = home;
        this.stop = stop;
    }

    @Override
    public Integer call() throws InterruptedException {
        StackSettings settings = options.settings(home.upFolder());
        StackFiles files = new StackFiles(settings.folder());
        PrintWriter out = spec.commandLine().getOut();
        out.println("Starting Kafka, HDFS and the database; data in " + settings.folder());
        out.flush();
        try (EmbeddedStack stack = Stacks.start(settings);
                StatusPage page = new StatusPage(stack, webPort)) {
            out.println("Web page  " + page.address() + "  (topics, messages, groups, lag)");
            out.println("Kafka     " + stack.kafka().bootstrapServers());
            out.println("HDFS      " + stack.hdfs().uri() + "  (web page "
                    + stack.hdfs().webPage() + ")");
            out.println("Database  " + stack.database().jdbcUrl());
            out.println("          user " + stack.database().user() + ", password in "
                    + stack.database().passwordFile());
            out.println("Hadoop    HADOOP_CONF_DIR=" + files.conf());
            out.println("Logs      " + files.logs());
            out.println("Running; Ctrl-C stops.");
            out.flush();
            stop.await();
            out.println("Stopping ...");
            out.flush();
        }
        out.println("Stopped; the data stays in " + settings.folder());
        out.flush();
        return 0;
    }
}
