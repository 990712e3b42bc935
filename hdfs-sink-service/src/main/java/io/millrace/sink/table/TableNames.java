package io.millrace.sink.table;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which table a topic goes into.
 *
 * @param template the name of a table; where it has {@code {topic}}, each topic has a table of its own, in whose name
 *     everything but letters, digits and underscores is an underscore
 */
public record TableNames(String template) {
    private static final String TOPIC = "{topic}";

    public TableNames {
        requireNonNull(template, "template");
    }

    /** The table of this topic. */
    public String of(String topic) {
        return template.replace(TOPIC, topic.replaceAll("[^A-Za-z0-9_]", "_"));
    }

    /**
     * The tables of these topics.
     *
     * @throws TableRefusedException if two of them differ only in characters that a table's name does not have
     */
    SortedSet<String> of(SortedSet<String> topics) throws TableRefusedException {
        if (!template.contains(TOPIC)) {
            return topics.isEmpty() ? new TreeSet<>() : new TreeSet<>(java.util.Set.of(template));
        }
        Map<String, String> byTable = new TreeMap<>();
        for (String topic : topics) {
            // Many catalogs and engines do not tell capitals from small letters.
            String other = byTable.put(of(topic).toLowerCase(Locale.ROOT), topic);
            if (other != null) {
                throw new TableRefusedException("topics '" + other + "' and '" + topic + "' would both go into table '"
                        + of(topic) + "', which is to be the table of one topic; leave one of them out");
            }
        }
        return topics.stream().map(this::of).collect(Collectors.toCollection(TreeSet::new));
    }
}
