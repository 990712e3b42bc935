package io.millrace.runtime.cli;

import java.lang.reflect.AnnotatedElement;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/**
 * Environment variables that whoever starts a command means for it. Others may be there for anybody; one of these that the
 * command does not know is misspelt, and the setting would be lost without a word.
 */
public final class MeantVariables {
    /** The variable that lists them, with commas in between. */
    public static final String VARIABLE = "MILLRACE_MEANT_VARIABLES";

    /** A variable as help texts and default values name it. */
    private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*");

    /** What every process understands: the system, Java, Hadoop's client, and the runtime of all services. */
    private static final Pattern ANYBODYS =
            Pattern.compile("TZ|LANG|LC_[A-Z]+|HOSTNAME|NO_COLOR|J[A-Z_]*_OPTIONS|HADOOP_[A-Z_]+|MILLRACE_[A-Z_]+");

    private MeantVariables() {}

    /**
     * A sentence for each that the command does not know. It knows what its help names.
     *
     * @param command with its options
     * @param meant the variable's value; null for none
     */
    static List<String> problems(CommandSpec command, String meant) {
        if (meant == null || meant.isBlank()) {
            return List.of();
        }
        Set<String> known = new TreeSet<>();
        command.options().forEach(option -> texts(option).forEach(text -> collect(text, known)));
        return Stream.of(meant.split(","))
                .map(String::strip)
                .filter(name -> !known.contains(name) && !ANYBODYS.matcher(name).matches())
                .map(name ->
                        "variable " + name + " is set for " + command.name() + ", must be one that its --help names")
                .toList();
    }

    /** Of a default as it was written: picocli's own has the variables' values in it. */
    private static Stream<String> texts(OptionSpec option) {
        Option written =
                option.userObject() instanceof AnnotatedElement element ? element.getAnnotation(Option.class) : null;
        return Stream.concat(
                Stream.of(option.description()), Stream.ofNullable(written).map(Option::defaultValue));
    }

    private static void collect(String text, Set<String> names) {
        Matcher matcher = NAME.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group());
        }
    }
}
