package io.millrace.mapreduce.job;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What the commands share: the Hadoop configuration, the paths and the console. */
abstract class JobCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "2..*",
            hideParamSyntax = true,
            paramLabel = "INPUT... OUTPUT",
            description = "Files or folders to read (patterns allowed), and the folder to create for the result.")
    private List<String> paths;

    private Configuration configuration;

    static void inject(CommandLine line, Configuration configuration) {
        if (line.getCommand() instanceof JobCommand command) {
            command.configuration(configuration);
        }
        line.getSubcommands().values().forEach(child -> inject(child, configuration));
    }

    private void configuration(Configuration given) {
        this.configuration = given;
    }

    final Configuration configuration() {
        return configuration;
    }

    /** What to read. */
    final List<Path> inputs() {
        return paths.subList(0, paths.size() - 1).stream().map(Path::new).toList();
    }

    /** The folder to create. */
    final Path output() {
        return new Path(paths.get(paths.size() - 1));
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    final CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
