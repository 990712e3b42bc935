package io.millrace.runtime.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.ITypeInfo;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What the parser of command lines found wrong, in sentences like all others: subject, offending value, rule. */
final class ParseProblems {
    private ParseProblems() {}

    /** The sentence for one error. */
    static String sentence(Exception error) {
        if (error instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched);
        }
        if (error instanceof MissingParameterException missing) {
            return missing(missing);
        }
        if (error instanceof ParameterException parameter
                && parameter.getArgSpec() != null
                && parameter.getValue() != null) {
            ITypeInfo type = parameter.getArgSpec().typeInfo();
            String rule = type.isMap() ? "NAME=VALUE" : rule(type.getAuxiliaryTypes()[0]);
            if (!rule.isEmpty()) {
                return name(parameter.getArgSpec()) + " is '" + parameter.getValue() + "', must be " + rule;
            }
        }
        if (error instanceof ParameterException parameter
                && "Missing required subcommand".equals(parameter.getMessage())) {
            return "no command is given, must be one of "
                    + String.join(
                            ", ", parameter.getCommandLine().getSubcommands().keySet());
        }
        return String.valueOf(error.getMessage());
    }

    private static String unmatched(UnmatchedArgumentException error) {
        // The value is no part of an option's name, nor of what is near to it.
        String first = error.isUnknownOption()
                ? error.getUnmatched().get(0).split("=", 2)[0]
                : error.getUnmatched().get(0);
        Set<String> commands = error.getCommandLine().getSubcommands().keySet();
        String sentence;
        if (error.isUnknownOption()) {
            sentence = "option '" + first + "' is unknown";
        } else if (commands.isEmpty()) {
            sentence = "argument '" + first + "' is one too many";
        } else {
            sentence = "command is '" + first + "', must be one of " + String.join(", ", commands);
        }
        List<String> near = new UnmatchedArgumentException(error.getCommandLine(), List.of(first)).getSuggestions();
        return near.isEmpty() ? sentence : sentence + "; did you mean " + String.join(" or ", near) + "?";
    }

    private static String missing(MissingParameterException error) {
        if (error.getMissing().isEmpty()) {
            return String.valueOf(error.getMessage());
        }
        return error.getMissing().stream()
                .map(argument -> argument instanceof OptionSpec option
                                && error.getMessage().contains("parameter for option")
                        ? name(option) + " has no value, must be given one"
                        : name(argument) + " is missing, must be given")
                .collect(Collectors.joining("; "));
    }

    private static String rule(Class<?> type) {
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(value -> value.toString().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", "));
        }
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return "a whole number";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == TimeSpan.class) {
            return TimeSpan.RULE;
        }
        if (type == DataSize.class) {
            return DataSize.RULE;
        }
        if (type == double.class || type == Double.class) {
            return "a number";
        }
        return "";
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }
}
