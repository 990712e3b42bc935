package io.millrace.sink.cli;

import io.millrace.runtime.cli.Problems;
import io.millrace.sink.cli.SinkSettings.TopicSettings;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Which topics are stored, and how.
 *
 * @param named those that are named
 * @param pattern others that are stored whenever they are there; empty for none
 * @param others settings of such a topic
 */
record StoredTopics(
        Map<String, TopicSettings> named, Optional<TopicPattern> pattern, Function<String, TopicSettings> others) {

    /** The named ones, and those among the existing ones that take the pattern. */
    Map<String, TopicSettings> with(Set<String> existing) {
        Map<String, TopicSettings> all = new TreeMap<>(named);
        pattern.ifPresent(
                takes -> existing.stream().filter(takes::takes).forEach(topic -> all.computeIfAbsent(topic, others)));
        return all;
    }

    /** True for a topic that is stored whenever it is there. */
    boolean takes(String topic) {
        return named.containsKey(topic)
                || pattern.map(some -> some.takes(topic)).orElse(false);
    }

    /** Settings of a topic that is stored. */
    TopicSettings of(String topic) {
        TopicSettings own = named.get(topic);
        return own != null ? own : others.apply(topic);
    }

    /** Looks for files of different topics that could have one path; with a pattern for those of two that may come. */
    void checkPaths(Problems problems) {
        SharedPaths.checkTopics(examples(), problems);
    }

    /** The named topics, and with a pattern two that may come: what is looked at to see whether topics get on with each other. */
    Map<String, TopicSettings> examples() {
        Map<String, TopicSettings> some = new TreeMap<>(named);
        if (pattern.isPresent()) {
            Set.of("one-topic", "another-topic").forEach(topic -> some.computeIfAbsent(topic, others));
        }
        return some;
    }

    @Override
    public String toString() {
        return String.join(",", named.keySet())
                + pattern.map(takes -> (named.isEmpty() ? "" : " and ") + "all that match " + takes)
                        .orElse("");
    }
}
