package io.millrace.runtime.cli;

import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_OPTION_LIST;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_PARAMETER_LIST;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** Gives every command line the same manners: all problems at once, short errors, no stack traces for users' mistakes. */
public final class CommandLines {
    private static final int FEW_OPTIONS = 6;

    private CommandLines() {}

    /** Configures the command line and all its sub-commands; returns it. */
    public static CommandLine configure(CommandLine line) {
        line.getCommandSpec().parser().collectErrors(true);
        line.getSubcommands()
                .values()
                .forEach(sub -> sub.getCommandSpec().parser().collectErrors(true));
        line.setUsageHelpAutoWidth(true);
        for (CommandLine one : all(line)) {
            letFlagsSayYes(one.getCommandSpec());
            // Of many options a list of all that may be given tells nothing that the list below does not.
            one.getCommandSpec()
                    .usageMessage()
                    .abbreviateSynopsis(one.getCommandSpec().options().size() > FEW_OPTIONS);
            one.getHelpSectionMap().put(SECTION_KEY_PARAMETER_LIST, help -> "");
            one.getHelpSectionMap().put(SECTION_KEY_OPTION_LIST, OptionHelp::list);
        }
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setAbbreviatedOptionsAllowed(false);
        line.setExecutionStrategy(refusingAllProblems(new RunLast()));
        line.setExecutionExceptionHandler(shortSentences());
        line.setParameterExceptionHandler((e, args) -> {
            printProblems(e.getCommandLine(), sentences(List.of(e)));
            return ExitStatus.USAGE;
        });
        return line;
    }

    /**
     * A flag that is given says yes, whatever its variable says: picocli takes the opposite of the default, which is what the
     * variable says. {@code --flag=false} says no.
     */
    private static void letFlagsSayYes(CommandSpec spec) {
        for (OptionSpec option : List.copyOf(spec.options())) {
            if (option.typeInfo().isBoolean()
                    && option.arity().max() == 0
                    && option.defaultValue() != null
                    && !option.negatable()) {
                spec.remove(option);
                spec.addOption(OptionSpec.builder(option)
                        .arity("0..1")
                        .fallbackValue("true")
                        .build());
            }
        }
    }

    private static List<CommandLine> all(CommandLine line) {
        List<CommandLine> all = new ArrayList<>(line.getSubcommands().values());
        all.add(line);
        return all;
    }

    private static IExecutionStrategy refusingAllProblems(IExecutionStrategy strategy) {
        return parsed -> {
            List<Exception> errors = new ArrayList<>();
            ParseResult last = parsed;
            for (ParseResult at = parsed; at != null; at = at.subcommand()) {
                errors.addAll(at.errors());
                last = at;
            }
            boolean help = CommandLine.printHelpIfRequested(parsed);
            if (help) {
                return ExitStatus.OK;
            }
            List<String> problems = new ArrayList<>(sentences(errors));
            problems.addAll(MeantVariables.problems(last.commandSpec(), System.getenv(MeantVariables.VARIABLE)));
            if (!problems.isEmpty()) {
                printProblems(last.commandSpec().commandLine(), withThoseOfSettings(last.commandSpec(), problems));
                return ExitStatus.USAGE;
            }
            return strategy.execute(parsed);
        };
    }

    /** What was understood may make no sense either, and is told as well. */
    private static List<String> withThoseOfSettings(CommandSpec spec, List<String> problems) {
        if (!(spec.userObject() instanceof CheckedCommand command)) {
            return problems;
        }
        Problems all = new Problems();
        problems.forEach(all::add);
        try {
            command.call(all);
        } catch (SettingsException e) {
            return e.problems();
        } catch (Exception e) {
            // A check that stumbled over a value that could not be read.
            LoggerFactory.getLogger(CommandLines.class).debug("Settings could not be looked at", e);
        }
        return problems;
    }

    private static List<String> sentences(List<Exception> errors) {
        return errors.stream().map(ParseProblems::sentence).distinct().toList();
    }

    private static IExecutionExceptionHandler shortSentences() {
        return (e, line, parsed) -> {
            if (e instanceof SettingsException settings) {
                printProblems(line, settings.problems());
                return ExitStatus.USAGE;
            }
            if (e instanceof ParameterException parameter) {
                printProblems(line, sentences(List.of(parameter)));
                return ExitStatus.USAGE;
            }
            if (e instanceof ServiceException) {
                line.getErr().println("error: " + e.getMessage());
                line.getErr().flush();
                LoggerFactory.getLogger(CommandLines.class).debug("Cause", e);
                return ExitStatus.FAILURE;
            }
            // The log may go to a file: the terminal hears at least what it was.
            line.getErr().println("error: unexpected failure: " + e);
            line.getErr().flush();
            LoggerFactory.getLogger(CommandLines.class).error("Unexpected failure, please report it", e);
            return ExitStatus.FAILURE;
        };
    }

    private static void printProblems(CommandLine line, List<String> problems) {
        PrintWriter err = line.getErr();
        problems.forEach(problem -> err.println("error: " + problem));
        err.println("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
        err.flush();
    }
}
