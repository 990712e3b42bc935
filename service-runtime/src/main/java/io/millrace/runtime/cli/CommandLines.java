package io.millrace.runtime.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/** Gives every command line the same manners: all problems at once, short errors, no stack traces for users' mistakes. */
public final class CommandLines {
    private CommandLines() {}

    /** Configures the command line and all its sub-commands; returns it. */
    public static CommandLine configure(CommandLine line) {
        line.getCommandSpec().parser().collectErrors(true);
        line.getSubcommands()
                .values()
                .forEach(sub -> sub.getCommandSpec().parser().collectErrors(true));
        line.setUsageHelpAutoWidth(true);
        line.setUsageHelpLongOptionsMaxWidth(34);
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
            if (!errors.isEmpty()) {
                printProblems(last.commandSpec().commandLine(), sentences(errors));
                return ExitStatus.USAGE;
            }
            return strategy.execute(parsed);
        };
    }

    private static List<String> sentences(List<Exception> errors) {
        List<String> sentences = new ArrayList<>();
        for (Exception error : errors) {
            StringBuilder sentence = new StringBuilder(sentence(error));
            if (error instanceof UnmatchedArgumentException unmatched) {
                List<String> near = unmatched.getSuggestions();
                if (!near.isEmpty()) {
                    sentence.append("; did you mean ")
                            .append(String.join(" or ", near))
                            .append('?');
                }
            }
            if (!sentences.contains(sentence.toString())) {
                sentences.add(sentence.toString());
            }
        }
        return sentences;
    }

    private static String sentence(Exception error) {
        if (error instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
            Set<String> commands = unmatched.getCommandLine().getSubcommands().keySet();
            if (!commands.isEmpty()) {
                return "command is '" + unmatched.getUnmatched().get(0) + "', must be one of "
                        + String.join(", ", commands);
            }
        }
        return String.valueOf(error.getMessage());
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
