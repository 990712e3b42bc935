package io.millrace.sink.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicPatternTest {
    @ParameterizedTest
    @CsvSource({
        ".*, logs, true",
        "logs, logs, true",
        "log, logs, false",
        "logs-.*, my-logs-1, false",
        ".*, __consumer_offsets, false",
        ".*, _schemas, true",
        ".*, logs.dead-letters, false",
        ".*, .dead-letters, true",
        "(?i)LOGS, logs, true"
    })
    void wholeNamesMatchAndWhatIsKafkasOrADeadLetterDoesNot(String regex, String topic, boolean takes) {
        assertThat(new TopicPattern(regex, SinkSettings.deadLetterTemplate(null)).takes(topic))
                .isEqualTo(takes);
    }

    @Test
    void aDeadLetterTopicOfOneNameIsLeftOutToo() {
        TopicPattern pattern = new TopicPattern(".*", "dead[1]");
        assertThat(pattern.takes("dead[1]")).isFalse();
        assertThat(pattern.takes("dead1")).isTrue();
    }

    @Test
    void aPatternThatOthersTryForEverEnds() {
        assertThat(new TopicPattern("(a+)+b", "x").takes("a".repeat(249))).isFalse();
    }
}
