package io.millrace.launcher.query;

import io.millrace.launcher.screen.Screen;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.ExitStatus;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.runtime.cli.ServiceMain;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The process behind {@code ./millrace query}; the cluster is the one whose settings are on the class path. */
@Command(name = "millrace query")
public final class QueryTool implements Callable<Integer> {
    @Mixin
    private QueryOptions options;

    @Spec
    private CommandSpec spec;

    private final ShutdownSignal stop;

    QueryTool(ShutdownSignal stop) {
        this.stop = stop;
    }

    public static void main(String[] args) {
        ServiceMain.runLauncher(Duration.ofSeconds(10), stop -> new CommandLine(new QueryTool(stop)), args);
    }

    @Override
    public Integer call() throws IOException {
        options.check();
        PrintWriter out = spec.commandLine().getOut();
        Path folder = Files.createTempDirectory("millrace-query");
        try (FileSystem fs = FileSystem.newInstance(new Configuration())) {
            List<LandedRoot> roots = new LandedRoots(fs).find(options.below, options.roots);
            LocalCopies copies = new LocalCopies(fs, folder, options.most);
            try (Engine engine = new Engine(roots, copies, folder)) {
                stop.onRequest(engine::cancel);
                return options.sql != null ? one(engine, out) : many(engine, roots, out);
            }
        } catch (IOException e) {
            throw new ServiceException("what landed cannot be read: " + e.getMessage(), e);
        } finally {
            io.millrace.launcher.servers.Folders.delete(folder);
        }
    }

    private int one(Engine engine, PrintWriter out) throws IOException {
        engine.run(options.sql, rows -> options.form().write(rows, out));
        out.flush();
        return ExitStatus.OK;
    }

    private int many(Engine engine, List<LandedRoot> roots, PrintWriter out) throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        int status = ExitStatus.OK;
        try (Statements statements = Statements.ofThisProcess()) {
            if (statements.isPerson()) {
                err.println(
                        roots.isEmpty()
                                ? "Nothing has landed below " + options.below + " yet."
                                : "Tables: "
                                        + roots.stream()
                                                .map(root -> root.name() + " ("
                                                        + Screen.count(
                                                                root.files().size(), "file") + ")")
                                                .collect(Collectors.joining(", "))
                                        + ". A statement ends with ';', Ctrl-D ends.");
                err.flush();
            }
            for (String sql = statements.next(); sql != null && !stop.isRequested(); sql = statements.next()) {
                try {
                    engine.run(sql, rows -> options.form().write(rows, out));
                } catch (ServiceException e) {
                    err.println("error: " + e.getMessage());
                    err.flush();
                    status = ExitStatus.FAILURE;
                    if (!statements.isPerson()) {
                        return status;
                    }
                }
                out.flush();
            }
            return statements.isPerson() ? ExitStatus.OK : status;
        }
    }
}
