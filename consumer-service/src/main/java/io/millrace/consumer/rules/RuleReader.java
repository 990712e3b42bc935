package io.millrace.consumer.rules;

import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads a rule file; finds every problem in it before it gives up. */
public final class RuleReader {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Pattern SPEAKS_OF_WEATHER = Pattern.compile("\\bweather\\s*\\.");
    private static final Pattern SPEAKS_OF_READINGS = Pattern.compile("\\breading\\s*\\.");
    private static final Duration DEFAULT_LATENESS = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofDays(31);
    private static final int MOST_OVERLAP = 60;
    private static final Set<String> KEYS = Set.of(
            "name", "severity", "kind", "condition", "where", "window", "every", "silence", "lateness", "message");

    private final Map<RecordKind, Expressions<Event>> records = new HashMap<>();
    private final Expressions<WindowFacts> windows = new Expressions<>(Vocabulary.WINDOW);
    private final Expressions<SilenceFacts> silences = new Expressions<>(Vocabulary.SILENCE);
    private final String source;
    private final String text;
    private final List<RuleProblem> problems = new ArrayList<>();

    private RuleReader(String source, String text) {
        this.source = source;
        this.text = text;
        for (RecordKind kind : RecordKind.values()) {
            records.put(kind, new Expressions<>(Vocabulary.of(kind)));
        }
    }

    /**
     * Compiles the text of a rule file.
     *
     * @param source how to call the file in problems
     * @param text its content
     * @throws InvalidRulesException with every problem found
     */
    public static RuleSet read(String source, String text) throws InvalidRulesException {
        return new RuleReader(source, text).read();
    }

    private RuleSet read() throws InvalidRulesException {
        List<Rule> rules = new ArrayList<>();
        Map<String, Integer> lines = new HashMap<>();
        Map<String, String> texts = new HashMap<>();
        for (Node node : ruleNodes()) {
            RuleNode rule = new RuleNode(source, text, node, KEYS, problems);
            rule(rule).ifPresent(rules::add);
            rule.text("name").ifPresent(name -> {
                texts.put(name, lines(node));
                Integer earlier = lines.putIfAbsent(name, node.getStartMark().getLine() + 1);
                if (earlier != null) {
                    rule.complainAbout(
                            "name", "the name '%s' is taken by the rule in line %d".formatted(name, earlier));
                }
            });
        }
        if (!problems.isEmpty()) {
            problems.sort(Comparator.comparingInt(RuleProblem::line).thenComparingInt(RuleProblem::column));
            throw new InvalidRulesException(problems);
        }
        return new RuleSet(source, rules, texts);
    }

    /** As it stands in the file, without what it is set in by. */
    private String lines(Node node) {
        Mark start = node.getStartMark();
        Mark end = node.getEndMark();
        // What ends a block is the first thing behind it.
        int last = end.getColumn() <= start.getColumn() && end.getLine() > start.getLine()
                ? end.getLine()
                : end.getLine() + 1;
        List<String> all = text.lines().toList();
        return all.subList(start.getLine(), Math.min(last, all.size())).stream()
                .map(line -> line.substring(Math.min(line.length(), start.getColumn())))
                .collect(Collectors.joining("\n"))
                .stripTrailing();
    }

    private List<Node> ruleNodes() {
        try {
            Node root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
            if (root instanceof MappingNode mapping) {
                for (NodeTuple tuple : mapping.getValue()) {
                    if (tuple.getKeyNode() instanceof ScalarNode key
                            && key.getValue().equals("rules")) {
                        return sequence(tuple.getValueNode());
                    }
                    problems.add(problem(tuple.getKeyNode(), "unknown key at the top; only 'rules' is known"));
                }
            }
            problems.add(new RuleProblem(source, 1, 1, "the file must have the key 'rules' with a list of rules"));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            int column = e.getProblemMark() == null ? 1 : e.getProblemMark().getColumn() + 1;
            problems.add(new RuleProblem(source, line, column, "not YAML: " + e.getProblem()));
        } catch (YAMLException e) {
            problems.add(new RuleProblem(source, 1, 1, "not YAML: " + e.getMessage()));
        }
        return List.of();
    }

    private List<Node> sequence(Node node) {
        if (node instanceof SequenceNode sequence && !sequence.getValue().isEmpty()) {
            return sequence.getValue();
        }
        problems.add(problem(node, "'rules' must be a list of at least one rule"));
        return List.of();
    }

    private RuleProblem problem(Node node, String message) {
        return new RuleProblem(
                source, node.getStartMark().getLine() + 1, node.getStartMark().getColumn() + 1, message);
    }

    /** The rule behind one entry; empty if it is so wrong that problems have been noted instead. */
    private Optional<Rule> rule(RuleNode node) {
        String name = node.required("name");
        if (!name.isBlank() && !NAME.matcher(name).matches()) {
            node.complainAbout(
                    "name", "the name '%s' must be 1 to 100 letters, digits, '.', '_' or '-'".formatted(name));
        }
        Severity severity = node.converted(
                        "severity",
                        label -> Arrays.stream(Severity.values())
                                .filter(value -> value.label().equals(label))
                                .findFirst(),
                        "info, warning or critical")
                .orElse(Severity.WARNING);
        RecordKind kind = node.converted(
                        "kind",
                        label -> Arrays.stream(RecordKind.values())
                                .filter(value -> value.label().equals(label))
                                .findFirst(),
                        "reading or weather")
                .orElseGet(() -> inferredKind(node));
        if (node.has("window") && node.has("silence")) {
            node.complainAbout("silence", "a rule has either 'window' or 'silence', not both");
            return Optional.empty();
        }
        if (node.has("window")) {
            return window(node, name, severity, kind);
        }
        return node.has("silence") ? silence(node, name, severity, kind) : each(node, name, severity, kind);
    }

    private static RecordKind inferredKind(RuleNode node) {
        String text =
                node.text("condition").orElse("") + " " + node.text("where").orElse("");
        return SPEAKS_OF_WEATHER.matcher(text).find()
                        && !SPEAKS_OF_READINGS.matcher(text).find()
                ? RecordKind.WEATHER
                : RecordKind.READING;
    }

    private Optional<Rule> each(RuleNode node, String name, Severity severity, RecordKind kind) {
        for (String key : List.of("where", "every", "lateness")) {
            if (node.has(key)) {
                node.complainAbout(key, "'%s' needs 'window' or 'silence' in the same rule".formatted(key));
            }
        }
        node.required("condition");
        Optional<Filter<Event>> condition = node.compiled("condition", records.get(kind)::condition);
        Optional<MessageTemplate<Event>> message = message(
                node,
                records.get(kind),
                kind == RecordKind.READING
                        ? "{reading.device_id}: {reading.type} is {reading.value} {reading.unit}"
                        : "{weather.station_id}: {weather.degrees} °C");
        return condition.flatMap(c -> message.map(m -> new Rule.Each(name, severity, kind, c, m)));
    }

    private Optional<Rule> window(RuleNode node, String name, Severity severity, RecordKind kind) {
        node.required("condition");
        Optional<Filter<Event>> where = where(node, kind);
        Optional<Condition<WindowFacts>> condition =
                node.compiled("condition", text -> windows.condition(text).condition());
        Optional<MessageTemplate<WindowFacts>> message = message(
                node, windows, "{window.key}: average {window.average} of {window.count} values since {window.start}");
        Duration size = positive(node, "window").orElse(Duration.ofMinutes(1));
        Duration every = positive(node, "every").orElse(size);
        if (every.compareTo(size) > 0) {
            node.complainAbout(
                    "every", "'every' must not be longer than 'window', or values would fall between windows");
        } else if (size.toMillis() / every.toMillis() > MOST_OVERLAP) {
            node.complainAbout("every", "'window' must not be more than %d times 'every'".formatted(MOST_OVERLAP));
        }
        Duration lateness = lateness(node);
        String fingerprint = "window|%s|%s|%s|%s|%s|%s"
                .formatted(
                        kind,
                        node.text("where").orElse(""),
                        size,
                        every,
                        lateness,
                        node.text("condition").orElse(""));
        return where.flatMap(w -> condition.flatMap(c -> message.map(m ->
                new Rule.Window(name, severity, kind, w, size, every, lateness, c, m, Fingerprint.of(fingerprint)))));
    }

    private Optional<Rule> silence(RuleNode node, String name, Severity severity, RecordKind kind) {
        for (String key : List.of("condition", "every")) {
            if (node.has(key)) {
                node.complainAbout(key, "'%s' has no meaning for 'silence'; narrow it with 'where'".formatted(key));
            }
        }
        Optional<Filter<Event>> where = where(node, kind);
        Optional<MessageTemplate<SilenceFacts>> message =
                message(node, silences, "{silence.key}: nothing since {silence.since}");
        Duration silence = positive(node, "silence").orElse(Duration.ofMinutes(1));
        Duration lateness = lateness(node);
        String fingerprint =
                "silence|%s|%s|%s|%s".formatted(kind, node.text("where").orElse(""), silence, lateness);
        return where.flatMap(w -> message.map(
                m -> new Rule.Silence(name, severity, kind, w, silence, lateness, m, Fingerprint.of(fingerprint))));
    }

    private Optional<Filter<Event>> where(RuleNode node, RecordKind kind) {
        return node.has("where")
                ? node.compiled("where", records.get(kind)::condition)
                : Optional.of(Filter.everything());
    }

    private <F> Optional<MessageTemplate<F>> message(RuleNode node, Expressions<F> expressions, String otherwise) {
        if (node.has("message")) {
            return node.compiled("message", text -> MessageTemplate.parse(text, expressions));
        }
        try {
            return Optional.of(MessageTemplate.parse(otherwise, expressions));
        } catch (ExpressionException e) {
            throw new IllegalStateException("built-in message '" + otherwise + "' does not compile", e);
        }
    }

    private static Optional<Duration> positive(RuleNode node, String key) {
        Optional<Duration> duration = node.duration(key);
        duration.filter(value -> value.isZero() || value.compareTo(LONGEST) > 0)
                .ifPresent(value -> node.complainAbout(key, "'%s' must be more than 0 and at most 31d".formatted(key)));
        return duration.filter(value -> !value.isZero());
    }

    private static Duration lateness(RuleNode node) {
        Duration lateness = node.duration("lateness").orElse(DEFAULT_LATENESS);
        if (lateness.compareTo(LONGEST) > 0) {
            node.complainAbout("lateness", "'lateness' must be at most 31d");
        }
        return lateness;
    }
}
