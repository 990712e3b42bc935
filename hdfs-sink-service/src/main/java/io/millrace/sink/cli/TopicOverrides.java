package io.millrace.sink.cli;

import io.millrace.runtime.cli.Problems;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Options that single topics have for themselves. A topic's options are those of the command line with its own in
 * place of the same ones; an own option with an empty value has its default again.
 */
final class TopicOverrides {
    private static final Pattern FORM = Pattern.compile("([^:]+):(?:--)?([a-z-]+)=(.*)", Pattern.DOTALL);

    private final Map<String, Options> topics = new HashMap<>();

    /** What a topic can have for itself. */
    @Command(name = "--topic-option")
    static final class Options {
        @Mixin
        FormatOptions format;

        @Mixin
        RollOptions roll;
    }

    /**
     * @param overrides each {@code TOPIC:NAME=VALUE}
     * @param known the topics that are named
     * @param alsoKnown true for topics that are stored besides
     * @param common the command line that holds for all topics
     * @param problems hears of overrides that cannot be
     */
    TopicOverrides(
            List<String> overrides,
            Collection<String> known,
            Predicate<String> alsoKnown,
            ParseResult common,
            Problems problems) {
        Map<String, Map<String, List<String>>> byTopic = new LinkedHashMap<>();
        for (String override : overrides) {
            Matcher parts = FORM.matcher(override);
            OptionSpec option = parts.matches() ? line().getCommandSpec().findOption("--" + parts.group(2)) : null;
            if (option == null) {
                problems.add("--topic-option is '" + override
                        + "', must be TOPIC:NAME=VALUE with the name of an option of format or rolling, for instance"
                        + " logs:roll-age=10s");
            } else if (!known.contains(parts.group(1)) && !alsoKnown.test(parts.group(1))) {
                problems.add("--topic-option is '" + override + "', must name one of the topics "
                        + String.join(", ", known));
            } else {
                byTopic.computeIfAbsent(parts.group(1), topic -> new LinkedHashMap<>())
                        .computeIfAbsent(option.longestName(), key -> new ArrayList<>())
                        .add(parts.group(3));
            }
        }
        byTopic.forEach((topic, own) -> parse(topic, own, common, problems));
    }

    /** Topics that have options of their own. */
    Set<String> topics() {
        return topics.keySet();
    }

    /** The topic's options, if it has any of its own. */
    Optional<Options> of(String topic) {
        return Optional.ofNullable(topics.get(topic));
    }

    private void parse(String topic, Map<String, List<String>> own, ParseResult common, Problems problems) {
        CommandLine line = line();
        List<String> arguments = new ArrayList<>();
        for (OptionSpec option : line.getCommandSpec().options()) {
            String name = option.longestName();
            List<String> values = own.get(name);
            if (values != null) {
                values.stream().filter(value -> !value.isEmpty()).forEach(value -> arguments.add(name + "=" + value));
            } else if (common.hasMatchedOption(name)) {
                common.matchedOption(name).originalStringValues().forEach(value -> arguments.add(name + "=" + value));
            }
        }
        try {
            line.parseArgs(arguments.toArray(String[]::new));
            topics.put(topic, line.getCommand());
        } catch (ParameterException e) {
            problems.add("--topic-option for topic " + topic + ": " + e.getMessage());
        }
    }

    private static CommandLine line() {
        return new CommandLine(new Options()).setCaseInsensitiveEnumValuesAllowed(true);
    }
}
