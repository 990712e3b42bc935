package io.millrace.consumer.rules;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compiled rules, indexed so that a record meets only those that can hold for it. Immutable and thread-safe. */
public final class RuleSet {

    private static final String BUILT_IN = "default-rules.yaml";

    private final String source;
    private final List<Rule> rules;
    private final Map<String, String> texts;
    private final Map<RecordKind, Index> indexes = new EnumMap<>(RecordKind.class);

    RuleSet(String source, List<Rule> rules, Map<String, String> texts) {
        this.source = source;
        this.rules = List.copyOf(rules);
        this.texts = Map.copyOf(texts);
        for (RecordKind kind : RecordKind.values()) {
            indexes.put(
                    kind,
                    new Index(rules.stream().filter(rule -> rule.kind() == kind).toList()));
        }
    }

    /** The rules that apply when nobody gives a file. */
    public static RuleSet builtIn() {
        try (InputStream in = RuleSet.class.getResourceAsStream(BUILT_IN)) {
            return RuleReader.read(BUILT_IN, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InvalidRulesException e) {
            throw new IllegalStateException("the built-in rules do not compile", e);
        }
    }

    /** Where the rules came from, for messages. */
    public String source() {
        return source;
    }

    /** All rules in the order of the file. */
    public List<Rule> rules() {
        return rules;
    }

    /** Each rule as it stands in the file, by its name. */
    public Map<String, String> texts() {
        return texts;
    }

    /** The rules with memory, in the order of the file. */
    public List<Rule.Windowed> windowed() {
        return rules.stream()
                .filter(Rule.Windowed.class::isInstance)
                .map(Rule.Windowed.class::cast)
                .toList();
    }

    /** The rules about single records that may hold for this one. */
    public List<Rule.Each> eachFor(Event event) {
        return indexes.get(event.kind()).of(event.type()).each();
    }

    /** The rules with memory that may want to see this record. */
    public List<Rule.Windowed> windowedFor(Event event) {
        return indexes.get(event.kind()).of(event.type()).windowed();
    }

    private record Candidates(List<Rule.Each> each, List<Rule.Windowed> windowed) {
        static Candidates of(List<Rule> rules) {
            List<Rule.Each> each = new ArrayList<>();
            List<Rule.Windowed> windowed = new ArrayList<>();
            for (Rule rule : rules) {
                if (rule instanceof Rule.Each one) {
                    each.add(one);
                } else if (rule instanceof Rule.Windowed one) {
                    windowed.add(one);
                }
            }
            return new Candidates(List.copyOf(each), List.copyOf(windowed));
        }
    }

    /** Rules by the reading types that they name. Types that no rule names share one entry, so it cannot grow. */
    private static final class Index {
        private final Map<String, Candidates> named = new HashMap<>();
        private final Candidates others;

        Index(List<Rule> rules) {
            Set<String> types = new HashSet<>();
            rules.forEach(rule -> rule.types().ifPresent(types::addAll));
            for (String type : types) {
                named.put(
                        type,
                        Candidates.of(rules.stream()
                                .filter(rule -> rule.types()
                                        .map(set -> set.contains(type))
                                        .orElse(true))
                                .toList()));
            }
            others = Candidates.of(
                    rules.stream().filter(rule -> rule.types().isEmpty()).toList());
        }

        Candidates of(String type) {
            return named.getOrDefault(type, others);
        }
    }
}
