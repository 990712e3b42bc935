package io.millrace.mapreduce.job;

import java.io.FileNotFoundException;
import java.net.ConnectException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.security.AccessControlException;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** What went wrong, in one sentence: the server's stack traces are of no use to the person at the keyboard. */
final class Sentences {
    private Sentences() {}

    static String of(Throwable error) {
        Throwable e = error instanceof RemoteException remote ? remote.unwrapRemoteException() : error;
        String line = firstLine(
                Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName()));
        if (e instanceof AccessControlException) {
            return "no permission: " + line;
        }
        if (e instanceof ConnectException) {
            return "server not reached: " + line;
        }
        if (e instanceof JobFailedException
                || e instanceof FileNotFoundException
                || e.getMessage() != null && line.contains(" ")) {
            return line;
        }
        return e.getClass().getSimpleName() + ": " + line;
    }

    /** What is wrong with a command line: subject, offending value, rule. */
    static String of(ParameterException e) {
        ArgSpec argument = e instanceof MissingParameterException missing
                        && !missing.getMissing().isEmpty()
                ? missing.getMissing().get(0)
                : e.getArgSpec();
        if (argument == null) {
            return e.getMessage();
        }
        String subject = argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
        if (e instanceof MissingParameterException) {
            return argument instanceof OptionSpec
                    ? subject + " has no value, must be given one"
                    : subject + " is incomplete, must be at least one input"
                            + (subject.contains("OUTPUT") ? " and the output, which the job makes" : "");
        }
        Class<?> type = argument.typeInfo().getAuxiliaryTypes()[0];
        if (e.getValue() == null || !(type.isEnum() || Number.class.isAssignableFrom(type) || type.isPrimitive())) {
            return e.getMessage();
        }
        String rule = type.isEnum()
                ? "one of "
                        + Arrays.stream(type.getEnumConstants())
                                .map(value -> value.toString().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))
                : "a number";
        return subject + " is '" + e.getValue() + "', must be " + rule;
    }

    private static String firstLine(String text) {
        int end = text.indexOf('\n');
        return (end < 0 ? text : text.substring(0, end)).strip();
    }
}
