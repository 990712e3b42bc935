package io.millrace.mapreduce;

import io.millrace.mapreduce.job.JobRunner;
import io.millrace.mapreduce.job.LevelsCommand;
import io.millrace.mapreduce.job.QuickStart;
import io.millrace.mapreduce.job.ShowCommand;
import io.millrace.mapreduce.job.StatsCommand;
import java.io.PrintWriter;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapred.JobConf;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Entry point of the job jar: {@code hadoop jar mapreduce-job.jar COMMAND ...}. */
@Command(
        name = "hadoop jar mapreduce-job.jar",
        description = "Millrace's MapReduce jobs, and a look into Parquet files.",
        mixinStandardHelpOptions = true,
        version = "Millrace MapReduce jobs",
        footer = {
            "",
            "Hadoop's own options (-D name=value, -conf FILE, -fs URI, -files, -libjars) may stand anywhere.",
            "Exit status: 0 done, 1 failed, 2 wrong options."
        })
public final class MillraceJobs implements Callable<Integer> {
    private static final SortedMap<String, Supplier<Callable<Integer>>> COMMANDS =
            new TreeMap<>(Map.of("levels", LevelsCommand::new, "show", ShowCommand::new, "stats", StatsCommand::new));

    @Spec
    private CommandSpec spec;

    private MillraceJobs() {}

    /** Runs a command and ends the process with its exit status. */
    @SuppressWarnings("DefaultCharset") // the console's own
    public static void main(String[] args) {
        // What shows a file starts no job, and would only wait for what makes jobs start sooner.
        boolean job = args.length == 0 || !args[0].equals("show");
        Supplier<Configuration> installed = job ? QuickStart.begin() : JobConf::new;
        System.exit(run(installed, new PrintWriter(System.out, true), new PrintWriter(System.err, true), args));
    }

    /** Runs a command and returns its exit status: 0 done, 1 failed at run time, 2 wrong options. */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        return run(JobConf::new, out, err, args);
    }

    /** The command line with all commands, for those who describe it. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new MillraceJobs());
        COMMANDS.forEach((name, command) -> line.addSubcommand(name, command.get()));
        return line;
    }

    private static int run(Supplier<Configuration> installed, PrintWriter out, PrintWriter err, String... args) {
        return JobRunner.run(installed, new MillraceJobs(), COMMANDS, out, err, args);
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return CommandLine.ExitCode.USAGE;
    }
}
