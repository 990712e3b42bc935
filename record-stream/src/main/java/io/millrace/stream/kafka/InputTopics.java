package io.millrace.stream.kafka;

import io.millrace.runtime.observe.Health;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Whether the topics that are to be read exist. A consumer does not tell: it waits for those that do not, which looks the same
 * as a topic without news. Thread-safe.
 */
public final class InputTopics {

    private final Set<String> wanted;
    private final Optional<Predicate<String>> pattern;
    private final Health health;
    /** Those that did not exist when they were last looked for; all of them before that. */
    private volatile Set<String> missing;

    /** Those that take the pattern when they were last looked for. */
    private volatile Set<String> matching = Set.of();

    /** Topics that are named one by one. */
    public InputTopics(Set<String> wanted, Health health) {
        this(wanted, Optional.empty(), health);
    }

    /** @param pattern true for topics that are to be read besides, whenever they are there */
    public InputTopics(Set<String> wanted, Optional<Predicate<String>> pattern, Health health) {
        this.wanted = new TreeSet<>(wanted);
        this.pattern = pattern;
        this.health = health;
        this.missing = this.wanted;
    }

    /** Compares with the topics that exist, and keeps the health in step; returns those that do not, sorted. */
    public Set<String> missing(Set<String> existing) {
        Set<String> now =
                wanted.stream().filter(name -> !existing.contains(name)).collect(Collectors.toCollection(TreeSet::new));
        for (String name : wanted) {
            if (now.contains(name)) {
                health.down("topic " + name, "does not exist, or this user may not see it");
            } else {
                health.up("topic " + name);
            }
        }
        missing = now;
        matching = pattern.map(takes -> existing.stream().filter(takes).collect(Collectors.toSet()))
                .orElse(Set.of());
        return now;
    }

    /** True if one of these is there since they were last looked for. */
    public boolean hasFound(Set<String> formerlyMissing) {
        return !missing.containsAll(formerlyMissing);
    }

    /** True if a topic is there that takes the pattern and is none of these. */
    public boolean hasMoreThan(Set<String> known) {
        return !known.containsAll(matching);
    }

    /** True if none was missing when they were last looked for, and no more can come. */
    boolean areComplete() {
        return missing.isEmpty() && pattern.isEmpty();
    }
}
