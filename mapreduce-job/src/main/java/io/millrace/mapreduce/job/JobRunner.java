package io.millrace.mapreduce.job;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.util.GenericOptionsParser;
import picocli.CommandLine;

/** Takes Hadoop's own options out of a command line, runs the rest as a command, and turns errors into one sentence. */
public final class JobRunner {
    private static final List<String> WITH_VALUE =
            List.of("-D", "-conf", "-fs", "-jt", "-files", "-libjars", "-archives");

    /** As for Millrace's services: variables, with commas in between, that whoever starts the job means for it. */
    private static final String MEANT_VARIABLES = "MILLRACE_MEANT_VARIABLES";

    /** What every process understands: the system, Java, Hadoop's client, Millrace's launcher. */
    private static final Pattern ANYBODYS =
            Pattern.compile("TZ|LANG|LC_[A-Z]+|J[A-Z_]*_OPTIONS|(HADOOP|MILLRACE)_[A-Z_]+");

    private JobRunner() {}

    /**
     * Runs a command line.
     *
     * @param installed gives the Hadoop configuration that the class path holds; the generic options change it
     * @param command the command above all others
     * @param commands makes the commands below it, by name
     */
    public static int run(
            Supplier<Configuration> installed,
            Object command,
            SortedMap<String, Supplier<Callable<Integer>>> commands,
            PrintWriter out,
            PrintWriter err,
            String... args) {
        List<String> generic = new ArrayList<>();
        List<String> own = new ArrayList<>();
        sort(args, generic, own);
        CommandLine line = new CommandLine(command);
        // A command's options are found by reflection, which takes its time; the others are of interest only if none
        // fits.
        String named = own.isEmpty() ? "" : own.get(0);
        commands.forEach((name, maker) -> {
            if (name.equals(named) || !commands.containsKey(named)) {
                line.addSubcommand(name, maker.get());
            }
        });
        line.setOut(out);
        line.setErr(err);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(true);
        line.setParameterExceptionHandler(JobRunner::wrongOptions);
        line.setExecutionExceptionHandler((e, where, parsed) -> failed(e, where));
        Configuration configuration;
        try {
            configuration = installed.get();
        } catch (RuntimeException e) {
            err.println("error: Hadoop configuration not readable: " + Sentences.of(e));
            return CommandLine.ExitCode.SOFTWARE;
        }
        try {
            GenericOptionsParser parser = new GenericOptionsParser(configuration, generic.toArray(String[]::new));
            if (parser.getRemainingArgs().length > 0) {
                throw new IllegalArgumentException(String.join(" ", parser.getRemainingArgs()));
            }
        } catch (IOException | RuntimeException e) {
            err.println("error: Hadoop option not understood: " + Sentences.of(e));
            return CommandLine.ExitCode.USAGE;
        }
        List<String> unknown = unknownVariables(line.getSubcommands().get(named), System.getenv(MEANT_VARIABLES));
        if (!unknown.isEmpty()) {
            unknown.forEach(name -> err.println(
                    "error: variable " + name + " is set for " + named + ", must be one that its --help names"));
            return CommandLine.ExitCode.USAGE;
        }
        HadoopCommand.inject(line, configuration);
        return line.execute(own.toArray(String[]::new));
    }

    /** Those of the variables that none of the command's options names: misspelt, and lost without a word otherwise. */
    static List<String> unknownVariables(CommandLine command, String meant) {
        if (command == null || meant == null || meant.isBlank()) {
            return List.of();
        }
        String named = command.getCommandSpec().options().stream()
                .map(option -> String.join(" ", option.description()) + " " + option.defaultValue())
                .collect(Collectors.joining(" "));
        return Stream.of(meant.split(","))
                .filter(name -> !ANYBODYS.matcher(name).matches())
                .filter(name -> !Pattern.compile("\\b" + Pattern.quote(name) + "\\b")
                        .matcher(named)
                        .find())
                .toList();
    }

    /** Generic options may stand before or after the command's own, as people expect; Hadoop's parser wants them first. */
    private static void sort(String[] args, List<String> generic, List<String> own) {
        for (int i = 0; i < args.length; i++) {
            String arg = args[i];
            if (WITH_VALUE.contains(arg) && i + 1 < args.length) {
                generic.add(arg);
                generic.add(args[++i]);
            } else if (arg.startsWith("-D") && arg.indexOf('=') > 2) {
                generic.add("-D");
                generic.add(arg.substring(2));
            } else {
                own.add(arg);
            }
        }
    }

    private static int wrongOptions(CommandLine.ParameterException e, String[] args) {
        PrintWriter err = e.getCommandLine().getErr();
        err.println("error: " + Sentences.of(e));
        CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
        err.println("Try '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
        return CommandLine.ExitCode.USAGE;
    }

    private static int failed(Exception e, CommandLine where) {
        if (e instanceof CommandLine.ParameterException wrong) {
            return wrongOptions(wrong, new String[0]);
        }
        where.getErr().println("error: " + Sentences.of(e));
        return CommandLine.ExitCode.SOFTWARE;
    }
}
