package io.millrace.launcher;

import io.millrace.launcher.servers.Home;
import io.millrace.runtime.ShutdownSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./millrace show PATH...}: what is in Parquet files, which no tool of Hadoop's shows. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the rows of Parquet files as JSON, one on each line, or what columns they have.",
            "Looks where 'hdfs' looks: in the running servers, else in the data that they left; local files are file:/...",
        })
final class ShowCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "PATH...",
            hideParamSyntax = true,
            arity = "1..*",
            description = "Files, or folders of them (patterns allowed).")
    private List<String> paths = new ArrayList<>();

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many rows to show, of all files together; 0 for all. Default: ${DEFAULT-VALUE}")
    private long rows;

    @Option(names = "--describe", description = "Show columns, rows and row groups of each file in place of its rows.")
    private boolean schema;

    @Spec
    private CommandSpec spec;

    private final Home home;
    private final ShutdownSignal stop;

    ShowCommand(Home home, ShutdownSignal stop) {
        this.home = home;
        this.stop = stop;
    }

    @Override
    public Integer call() throws Exception {
        List<String> tool = new ArrayList<>(List.of(
                "org.apache.hadoop.util.RunJar", home.jar("mapreduce-job").toString(), "show", "--rows=" + rows));
        if (schema) {
            tool.add("--describe");
        }
        tool.addAll(paths);
        return new HadoopTools(home, stop, spec.commandLine().getErr()).run(tool, paths);
    }
}
