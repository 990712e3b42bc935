package io.millrace.launcher.preset;

import io.millrace.launcher.servers.StackLogging;
import io.millrace.runtime.cli.Problems;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.runtime.cli.SettingsException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A ready-made pipeline: which services run, and with which environment. The format is described in presets/README.md.
 *
 * @param name the file's name without its ending, in small letters, digits and hyphens; of several together their names joined by
 *     +
 * @param brokers how many Kafka brokers it needs
 * @param processes its processes in the order in which they start; jobs last
 */
public record Preset(String name, int brokers, List<Process> processes) {
    private static final Pattern KEY =
            Pattern.compile("((producer|consumer|sink|job)(?:-[a-z0-9-]+)?|stack)\\.([A-Z][A-Z0-9_]*)");
    private static final String ENDING = ".properties";
    private static final String NAME = "[a-z0-9][a-z0-9-]*";
    /** Known only when the servers are chosen. */
    private static final String DATA = "${DATA}";

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)(?::-([^}]*))?}");

    /** Settings that a cluster of fewer brokers cannot give. */
    private static final List<String> COPIES = List.of("KAFKA_REPLICATION_FACTOR", "KAFKA_MIN_INSYNC_REPLICAS");

    /** What a process is. */
    public enum Kind {
        PRODUCER("producer-service"),
        CONSUMER("consumer-service"),
        SINK("hdfs-sink-service"),
        JOB("mapreduce-job");

        private final String module;

        Kind(String module) {
            this.module = module;
        }

        /** The module whose jar runs. */
        public String module() {
            return module;
        }
    }

    /**
     * One process of a pipeline.
     *
     * @param name as in the file, for instance {@code producer-jdbc}
     * @param kind which jar
     * @param command the jar's command
     * @param arguments what stands behind the command
     * @param environment its environment variables
     */
    public record Process(
            String name, Kind kind, String command, List<String> arguments, Map<String, String> environment) {
        public Process {
            arguments = List.copyOf(arguments);
            environment = Map.copyOf(environment);
        }

        private Process of(Preset preset) {
            return new Process(preset.name() + "-" + name, kind, command, arguments, environment);
        }

        private Process withAtMost(int most, List<String> variables) {
            Map<String, String> changed = new HashMap<>(environment);
            variables.forEach(variable -> changed.computeIfPresent(
                    variable,
                    (key, value) -> value.matches("\\d{1,9}") && Integer.parseInt(value) > most
                            ? String.valueOf(most)
                            : value));
            return new Process(name, kind, command, arguments, changed);
        }

        /** The names of its environment, for the process to refuse what it does not know. */
        public String meantVariables() {
            return environment.keySet().stream().sorted().collect(Collectors.joining(","));
        }

        /**
         * Its environment, where {@code ${DATA}} stands for the folder of all data.
         *
         * @param data that folder
         */
        public Map<String, String> environment(Path data) {
            Map<String, String> there = new HashMap<>(environment);
            there.replaceAll((name, value) -> value.replace(DATA, data.toString()));
            return there;
        }

        /** A job's folder on HDFS in which its result is. */
        public String output() {
            return arguments.get(arguments.size() - 1).replaceAll("(?<=.)/+$", "");
        }

        /** The value of a variable of its environment. */
        public Optional<String> variable(String variable) {
            return Optional.ofNullable(environment.get(variable));
        }
    }

    public Preset {
        processes = List.copyOf(processes);
    }

    /**
     * Reads a preset.
     *
     * @param folder where the presets of the project lie
     * @param which the name of one of them, or the path of a file: one with a slash in it or with the ending .properties
     * @param environment answers {@code ${NAME:-default}}; null for what is not set
     * @throws SettingsException if there is no such preset or its text is wrong
     */
    public static Preset read(Path folder, String which, UnaryOperator<String> environment) {
        boolean path = which.contains("/") || which.endsWith(ENDING);
        Path file = path ? Path.of(which) : folder.resolve(which + ENDING);
        if (!path && !which.matches(NAME) || !Files.isRegularFile(file)) {
            throw new SettingsException("preset is '" + which + "', must be one of " + String.join(", ", names(folder))
                    + ", or the path of a file of your own that ends in " + ENDING);
        }
        String name = file.getFileName()
                .toString()
                .replaceAll("\\" + ENDING + "$", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-+|-+$", "");
        Ordered properties = new Ordered();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new ServiceException("preset file " + file + " cannot be read: " + e.getMessage(), e);
        }
        return parse(name.isEmpty() ? "preset" : name, file, properties.inOrder, environment);
    }

    /** The log files that the servers write, below the folder of all data, with commas between them. */
    public static String serverLogs() {
        return StackLogging.serverLogs().stream()
                .map(file -> DATA + "/logs/" + file)
                .collect(Collectors.joining(","));
    }

    /** The process of this name. */
    public Process process(String wanted) {
        return processes.stream()
                .filter(process -> process.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new SettingsException("preset " + name + " has no process '" + wanted + "'"));
    }

    /**
     * Several presets as one, side by side on the same servers. Processes carry their preset's name in theirs then.
     *
     * @param presets at least one, each once
     */
    static Preset together(List<Preset> presets) {
        if (presets.size() == 1) {
            return presets.get(0);
        }
        return new Preset(
                presets.stream().map(Preset::name).collect(Collectors.joining("+")),
                presets.stream().mapToInt(Preset::brokers).max().orElseThrow(),
                presets.stream()
                        .flatMap(preset -> preset.processes().stream().map(process -> process.of(preset)))
                        .toList());
    }

    /**
     * The same on fewer brokers than it asks for: topics get no more copies than there are brokers.
     *
     * @param available how many there are
     */
    Preset on(int available) {
        return available >= brokers
                ? this
                : new Preset(
                        name,
                        available,
                        processes.stream()
                                .map(process -> process.withAtMost(available, COPIES))
                                .toList());
    }

    /** The presets that there are, sorted. */
    static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(ENDING))
                    .map(file -> file.substring(0, file.length() - ENDING.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ServiceException("folder " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Preset parse(
            String name, Path file, Map<String, String> properties, UnaryOperator<String> environment) {
        Problems problems = new Problems();
        Map<String, Map<String, String>> byProcess = new LinkedHashMap<>();
        properties.forEach((key, value) -> {
            Matcher matcher = KEY.matcher(key);
            if (!matcher.matches()) {
                problems.add("key '" + key + "' in " + file + " must be PROCESS.NAME with a process that begins with"
                        + " producer, consumer, sink or job, or stack.BROKERS");
            } else {
                byProcess
                        .computeIfAbsent(matcher.group(1), p -> new LinkedHashMap<>())
                        .put(matcher.group(3), expanded(value, environment));
            }
        });
        String brokers =
                Optional.ofNullable(byProcess.remove("stack")).orElse(Map.of()).getOrDefault("BROKERS", "1");
        problems.require(brokers.matches("[1-9]"), "stack.BROKERS in " + file, brokers, "must be from 1 to 9");
        List<Process> processes = new ArrayList<>();
        byProcess.forEach((process, variables) -> {
            String command = variables.remove("COMMAND");
            problems.require(command != null, process + ".COMMAND in " + file, "missing", "must be the jar's command");
            String arguments =
                    Optional.ofNullable(variables.remove("ARGUMENTS")).orElse("");
            problems.require(
                    !process.startsWith("job") || arguments.strip().split("\\s+").length >= 2,
                    process + ".ARGUMENTS in " + file,
                    arguments,
                    "must be the folders that the job reads and the one that it makes");
            processes.add(new Process(
                    process,
                    Kind.valueOf(process.replaceAll("-.*", "").toUpperCase(Locale.ROOT)),
                    String.valueOf(command),
                    arguments.isBlank() ? List.of() : List.of(arguments.strip().split("\\s+")),
                    variables));
        });
        problems.throwIfAny();
        return new Preset(name, Integer.parseInt(brokers), processes);
    }

    private static String expanded(String value, UnaryOperator<String> environment) {
        return VARIABLE.matcher(value).replaceAll(match -> {
            if (match.group().equals(DATA)) {
                return Matcher.quoteReplacement(DATA);
            }
            String set = environment.apply(match.group(1));
            String chosen = set != null && !set.isEmpty()
                    ? set
                    : Optional.ofNullable(match.group(2)).orElse("");
            return Matcher.quoteReplacement(chosen);
        });
    }

    /** Properties that remember the order of the file. */
    private static final class Ordered extends Properties {
        private static final long serialVersionUID = 1L;

        private final transient Map<String, String> inOrder = new LinkedHashMap<>();

        @Override
        public synchronized Object put(Object key, Object value) {
            inOrder.put(String.valueOf(key), String.valueOf(value));
            return super.put(key, value);
        }
    }
}
