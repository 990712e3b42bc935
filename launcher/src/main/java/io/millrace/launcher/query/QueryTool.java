package io.millrace.launcher.query;

import io.millrace.launcher.screen.Screen;
import io.millrace.launcher.servers.Folders;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.ExitStatus;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.runtime.cli.ServiceMain;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.TimeZone;
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
        // The driver makes times in this zone out of those that have none, and one that puts clocks forward lacks an
        // hour.
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        ServiceMain.run(stop -> new CommandLine(new QueryTool(stop)), args);
    }

    @Override
    public Integer call() throws IOException {
        options.check();
        PrintWriter out = spec.commandLine().getOut();
        CopyFolder.sweep();
        Path folder = CopyFolder.make();
        Thread reader = Thread.currentThread();
        try (FileSystem fs = FileSystem.newInstance(new Configuration())) {
            List<LandedRoot> roots = new LandedRoots(fs).find(options.below, options.roots);
            LocalCopies copies = new LocalCopies(fs, folder, options.most, stop::isRequested);
            try (Engine engine = new Engine(roots, copies, folder)) {
                stop.onRequest(() -> {
                    engine.cancel();
                    // Whoever waits for the next statement.
                    reader.interrupt();
                });
                try (Statements statements =
                        options.sql == null ? Statements.ofThisProcess() : Statements.of(options.sql)) {
                    return answer(engine, statements, roots, out);
                }
            }
        } catch (IOException e) {
            throw new ServiceException("what landed cannot be read: " + e.getMessage(), e);
        } finally {
            Folders.delete(folder);
        }
    }

    private int answer(Engine engine, Statements statements, List<LandedRoot> roots, PrintWriter out)
            throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        if (statements.isPerson()) {
            err.println(greeting(roots));
            err.flush();
        }
        for (String sql = statements.next(); sql != null; sql = statements.next()) {
            if (stop.isRequested()) {
                return ExitStatus.FAILURE;
            }
            try {
                engine.run(sql, rows -> options.form().write(rows, out));
            } catch (ServiceException e) {
                if (!statements.isPerson()) {
                    throw e;
                }
                err.println("error: " + e.getMessage());
                err.flush();
            }
            out.flush();
        }
        return ExitStatus.OK;
    }

    private String greeting(List<LandedRoot> roots) {
        return roots.isEmpty()
                ? "Nothing has landed below " + options.below + " yet."
                : "Tables: "
                        + roots.stream()
                                .map(root -> root.name() + " ("
                                        + Screen.count(root.files().size(), "file") + ")")
                                .collect(Collectors.joining(", "))
                        + ". A statement ends with ';', Ctrl-D ends.";
    }
}
