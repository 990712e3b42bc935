package io.millrace.consumer.rules;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** One entry under {@code rules:}, with its keys, their places in the file, and a list to complain to. */
final class RuleNode {

    private final String source;
    private final String file;
    private final Node node;
    private final List<RuleProblem> problems;
    private final Map<String, ScalarNode> values = new LinkedHashMap<>();

    RuleNode(String source, String file, Node node, Set<String> known, List<RuleProblem> problems) {
        this.source = source;
        this.file = file;
        this.node = node;
        this.problems = problems;
        if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(tuple -> take(tuple, known));
        } else {
            complain(node, "a rule must be a mapping with the keys " + String.join(", ", new TreeSet<>(known)));
        }
    }

    private void take(NodeTuple tuple, Set<String> known) {
        String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
        if (!known.contains(key)) {
            String hint = Suggestion.closest(key, known)
                    .map(near -> "did you mean '" + near + "'?")
                    .orElse("known are " + String.join(", ", new TreeSet<>(known)));
            complain(tuple.getKeyNode(), "unknown key '%s'; %s".formatted(key, hint));
        } else if (!(tuple.getValueNode() instanceof ScalarNode scalar)) {
            complain(tuple.getValueNode(), "'%s' must be a single value".formatted(key));
        } else if (values.putIfAbsent(key, scalar) != null) {
            complain(tuple.getKeyNode(), "'%s' is given twice".formatted(key));
        }
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    Optional<String> text(String key) {
        return Optional.ofNullable(values.get(key)).map(ScalarNode::getValue);
    }

    String required(String key) {
        ScalarNode value = values.get(key);
        if (value == null) {
            complain(node, "the rule has no '%s'".formatted(key));
            return "";
        }
        if (value.getValue().isBlank()) {
            complain(value, "'%s' is empty".formatted(key));
        }
        return value.getValue();
    }

    /** A value converted; a value that cannot be is complained about with the rule that it breaks. */
    <T> Optional<T> converted(String key, Function<String, Optional<T>> conversion, String rule) {
        ScalarNode value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        Optional<T> result = conversion.apply(value.getValue());
        if (result.isEmpty()) {
            complain(value, "'%s' is '%s', but must be %s".formatted(key, value.getValue(), rule));
        }
        return result;
    }

    Optional<Duration> duration(String key) {
        return converted(key, Durations::parse, "a duration such as 500ms, 30s, 5m, 1h or 7d");
    }

    /** Something to compile; what it complains about is placed in the file. */
    @FunctionalInterface
    interface Compilation<T> {
        T of(String text) throws ExpressionException;
    }

    <T> Optional<T> compiled(String key, Compilation<T> compilation) {
        ScalarNode value = values.get(key);
        if (value == null || value.getValue().isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(compilation.of(value.getValue()));
        } catch (ExpressionException e) {
            ScalarPositions positions = new ScalarPositions(file, value);
            e.complaints().forEach(complaint -> {
                ScalarPositions.Place place = positions.of(complaint.line(), complaint.column());
                problems.add(new RuleProblem(
                        source, place.line(), place.column(), "'%s': %s".formatted(key, complaint.message())));
            });
            return Optional.empty();
        }
    }

    void complainAbout(String key, String message) {
        complain(values.containsKey(key) ? values.get(key) : node, message);
    }

    private void complain(Node where, String message) {
        Mark mark = where.getStartMark();
        problems.add(new RuleProblem(source, mark.getLine() + 1, mark.getColumn() + 1, message));
    }
}
