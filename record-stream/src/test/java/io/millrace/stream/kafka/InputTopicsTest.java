package io.millrace.stream.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.observe.Health;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InputTopicsTest {
    private final Health health = new Health();

    @Test
    void namedTopicsAreLookedForUntilAllAreThere() {
        InputTopics inputs = new InputTopics(Set.of("a", "b"), health);
        assertThat(inputs.areComplete()).isFalse();
        Set<String> missing = inputs.missing(Set.of("a", "c"));
        assertThat(missing).containsExactly("b");
        assertThat(health.problems()).containsOnlyKeys("topic b");
        assertThat(inputs.hasFound(missing)).isFalse();

        assertThat(inputs.missing(Set.of("a", "b"))).isEmpty();
        assertThat(inputs.hasFound(missing)).isTrue();
        assertThat(inputs.areComplete()).isTrue();
        assertThat(inputs.hasMoreThan(Set.of("a", "b"))).isFalse();
        assertThat(health.problems()).isEmpty();
    }

    @Test
    void withAPatternMoreMayAlwaysCome() {
        InputTopics inputs = new InputTopics(Set.of("a"), Optional.of(topic -> topic.startsWith("logs-")), health);
        inputs.missing(Set.of("a", "logs-1", "other"));
        assertThat(inputs.areComplete()).isFalse();
        assertThat(inputs.hasMoreThan(Set.of("a", "logs-1"))).isFalse();

        inputs.missing(Set.of("a", "logs-1", "logs-2"));
        assertThat(inputs.hasMoreThan(Set.of("a", "logs-1"))).isTrue();
        assertThat(inputs.hasMoreThan(Set.of("a", "logs-1", "logs-2"))).isFalse();
        // One that is gone is no news: what comes next is.
        inputs.missing(Set.of("a", "logs-2"));
        assertThat(inputs.hasMoreThan(Set.of("a", "logs-1", "logs-2"))).isFalse();
    }
}
