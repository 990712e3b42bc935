package io.millrace.it;

import io.millrace.console.cli.ConsoleMain;
import io.millrace.consumer.ConsumerService;
import io.millrace.mapreduce.MillraceJobs;
import io.millrace.producer.ProducerService;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.sink.cli.SinkMain;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** The page of all options of all services and jobs, made out of the options themselves. */
final class ConfigurationPage {
    private static final Pattern FROM_ENVIRONMENT = Pattern.compile("\\$\\{env:([A-Z][A-Z0-9_]*)(?::-(.*))?}([a-z]*)");
    private static final Pattern NAMED = Pattern.compile("\\s*\\[([A-Z][A-Z0-9_]+)(?:, ([^]]*))?]");
    private static final Pattern DEFAULT = Pattern.compile("\\s*Default: (.*)$");

    /** Options by where they are declared, by command. */
    private final Map<String, Map<Class<?>, List<OptionSpec>>> commands = new LinkedHashMap<>();

    private final Map<String, CommandLine> lines = new LinkedHashMap<>();

    ConfigurationPage() {
        add("producer-service", ProducerService.commandLine(new ShutdownSignal()));
        add("consumer-service", ConsumerService.commandLine(new ShutdownSignal()));
        add("hdfs-sink-service", SinkMain.commandLine(new ShutdownSignal()));
        add("mapreduce-job", MillraceJobs.commandLine());
        add("console", ConsoleMain.commandLine(new ShutdownSignal()));
    }

    /**
     * One option as the page shows it.
     *
     * @param names its flags, with commas between them
     * @param variable its environment variable, if it has one
     */
    record Entry(String names, Optional<String> variable, String value, String meaning) {
        private String row() {
            return "| "
                    + String.join(" | ", code(names), variable.map(Entry::code).orElse(""), value, meaning) + " |\n";
        }

        private static String code(String text) {
            return "`" + text.replace("|", "\\|") + "`";
        }
    }

    /** The page as Markdown. */
    String text() {
        StringBuilder page = new StringBuilder("""
                # Options

                Made from the options themselves; a test says how to renew this page. Each option is a flag and an environment variable; the flag
                wins. The launcher's own options are in `./millrace COMMAND --help`. Times have a unit (`500ms`, `30s`, `5m`, `1h`), sizes may have one
                (`64MiB`); a variable whose name ends in a unit of time (`_MS`, `_SEC`, `_SECONDS`, `_HOURS`, `_DAYS`) takes the plain number of it.

                """);
        Map<Class<?>, List<String>> users = new LinkedHashMap<>();
        commands.forEach((command, groups) -> groups.keySet()
                .forEach(group ->
                        users.computeIfAbsent(group, g -> new ArrayList<>()).add(command)));
        commands.forEach((command, groups) -> {
            page.append("## ").append(command).append("\n\n");
            List<OptionSpec> own = groups.entrySet().stream()
                    .filter(group -> users.get(group.getKey()).size() == 1)
                    .flatMap(group -> group.getValue().stream())
                    .toList();
            if (!own.isEmpty()) {
                table(page, own);
            }
            String shared = groups.keySet().stream()
                    .filter(group -> users.get(group).size() > 1)
                    .map(group -> "[" + title(group) + "](#" + title(group).replace(' ', '-') + ")")
                    .collect(Collectors.joining(", "));
            if (!shared.isEmpty()) {
                page.append(own.isEmpty() ? "Options: " : "And: ")
                        .append(shared)
                        .append(".\n\n");
            }
        });
        users.forEach((group, of) -> {
            if (of.size() > 1) {
                page.append("## ")
                        .append(title(group))
                        .append("\n\nOf ")
                        .append(String.join(", ", of))
                        .append(".\n\n");
                table(page, commands.get(of.get(0)).get(group));
            }
        });
        return page.toString().stripTrailing() + "\n";
    }

    /** The commands, by {@code program command}. */
    Map<String, CommandLine> commandLines() {
        return lines;
    }

    /** Every option of every command, by {@code command flag}. */
    Map<String, Entry> entries() {
        Map<String, Entry> all = new TreeMap<>();
        commands.forEach((command, groups) -> groups.values()
                .forEach(options ->
                        options.forEach(option -> all.put(command + " " + option.longestName(), entry(option)))));
        return all;
    }

    private void add(String program, CommandLine line) {
        line.getSubcommands().forEach((name, command) -> {
            Map<Class<?>, List<OptionSpec>> groups = new LinkedHashMap<>();
            for (OptionSpec option : command.getCommandSpec().options()) {
                if (!option.usageHelp() && !option.versionHelp() && !option.hidden()) {
                    Class<?> declaring = ((Field) option.userObject()).getDeclaringClass();
                    groups.computeIfAbsent(declaring, g -> new ArrayList<>()).add(option);
                }
            }
            commands.put(program + " " + name, groups);
            lines.put(program + " " + name, command);
        });
    }

    private static void table(StringBuilder page, List<OptionSpec> options) {
        page.append("| option | variable | default | meaning |\n| --- | --- | --- | --- |\n");
        options.stream().map(ConfigurationPage::entry).map(Entry::row).sorted().forEach(page::append);
        page.append('\n');
    }

    private static Entry entry(OptionSpec option) {
        Option written = ((AnnotatedElement) option.userObject()).getAnnotation(Option.class);
        Matcher environment = FROM_ENVIRONMENT.matcher(written.defaultValue());
        boolean fromEnvironment = environment.matches();
        String meaning = String.join(" ", written.description())
                .replace("%n", " ")
                .replace("%%", "%")
                .replace("${COMPLETION-CANDIDATES}", candidates(option));
        Matcher named = NAMED.matcher(meaning);
        Optional<String> variable = fromEnvironment ? Optional.of(environment.group(1)) : Optional.empty();
        if (named.find()) {
            variable = variable.or(() -> Optional.of(named.group(1)));
            meaning = named.replaceFirst(Optional.ofNullable(named.group(2))
                    .map(more -> " (the variable: " + more + ")")
                    .orElse(""));
        }
        String value = fromEnvironment
                ? Optional.ofNullable(environment.group(2)).orElse("") + environment.group(3)
                : written.defaultValue().startsWith("_") ? "" : written.defaultValue();
        Matcher said = DEFAULT.matcher(meaning);
        if (said.find()) {
            value = said.group(1).replace("${DEFAULT-VALUE}", value);
            meaning = said.replaceFirst("");
        }
        String parameter = option.arity().max() == 0 || option.typeInfo().isBoolean() ? "" : "=" + option.paramLabel();
        return new Entry(String.join(", ", option.names()) + parameter, variable, cell(value), cell(meaning));
    }

    private static String candidates(OptionSpec option) {
        return option.completionCandidates() == null
                ? ""
                : StreamSupport.stream(option.completionCandidates().spliterator(), false)
                        .collect(Collectors.joining(", "));
    }

    private static String cell(String text) {
        return text.strip().replace("|", "\\|").replace("<", "&lt;").replace("\n", " ");
    }

    /** {@code KafkaClientOptions} as {@code kafka client options}. */
    private static String title(Class<?> group) {
        return group.getSimpleName().replaceAll("(?<=.)(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }
}
