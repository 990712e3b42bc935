package io.millrace.mapreduce;

import io.millrace.mapreduce.job.JobRunner;
import io.millrace.mapreduce.job.LevelsCommand;
import io.millrace.mapreduce.job.StatsCommand;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of the job jar: {@code hadoop jar mapreduce-job.jar COMMAND ...}. */
@Command(
        name = "hadoop jar mapreduce-job.jar",
        description = "Millrace's MapReduce jobs.",
        mixinStandardHelpOptions = true,
        version = "Millrace MapReduce jobs",
        subcommands = {LevelsCommand.class, StatsCommand.class},
        footer = {
            "",
            "Hadoop's own options (-D name=value, -conf FILE, -fs URI, -files, -libjars) may stand anywhere.",
            "Exit status: 0 done, 1 failed, 2 wrong options."
        })
public final class MillraceJobs implements Callable<Integer> {
    private MillraceJobs() {}

    /** Runs a command and ends the process with its exit status. */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** Runs a command and returns its exit status: 0 done, 1 failed at run time, 2 wrong options. */
    public static int run(String... args) {
        return run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), args);
    }

    /** As above, with a console of one's own. */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        return JobRunner.run(new MillraceJobs(), out, err, args);
    }

    @Override
    public Integer call() {
        CommandLine line = new CommandLine(this);
        line.usage(System.err);
        return CommandLine.ExitCode.USAGE;
    }
}
