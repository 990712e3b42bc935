package io.millrace.consumer.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageTemplateTest {

    private static final Event EVENT =
            new Event(RecordKind.READING, "dev-1", "temperature", 31.25, "°C", 1_772_366_400_000L, true);

    private final Expressions<Event> expressions = new Expressions<>(Vocabulary.READING);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plain words|plain words",
                "{reading.device_id} at {reading.timestamp}|dev-1 at 2026-03-01T12:00:00Z",
                "{{{reading.value}}}|{31.25}",
                "{reading.value > 30.0 ? 'hot' : 'cold'}|hot",
                "{'}' + reading.unit}|}°C",
                "{reading.value * 2.0}|62.5"
            })
    void expressionsInBracesAreFilledIn(String template, String expected) throws Exception {
        assertThat(MessageTemplate.parse(template, expressions).render(EVENT)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"a } b|2", "a { b|2", "ab {reading.nope}|12"})
    void mistakesArePlaced(String template, int column) {
        assertThatThrownBy(() -> MessageTemplate.parse(template, expressions))
                .isInstanceOfSatisfying(
                        ExpressionException.class,
                        e -> assertThat(e.complaints().get(0).column()).isEqualTo(column));
    }

    @Test
    void aValueThatCannotBeComputedDoesNotCostTheAlert() throws Exception {
        assertThat(MessageTemplate.parse("{1 / (size(reading.unit) - 2)}", expressions)
                        .render(EVENT))
                .isEqualTo("?");
    }

    @Test
    void aLongTextIsCutWithoutBreakingACharacter() throws Exception {
        Event event = new Event(RecordKind.READING, "😀".repeat(127), "t", 1, "", 0, false);
        String text = MessageTemplate.parse("x" + "{reading.device_id}".repeat(5), expressions)
                .render(event);

        assertThat(text).hasSizeLessThanOrEqualTo(MessageTemplate.LONGEST).endsWith("😀…");
    }
}
