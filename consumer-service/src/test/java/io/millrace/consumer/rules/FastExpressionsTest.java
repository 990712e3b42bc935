package io.millrace.consumer.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cel.common.types.SimpleType;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The closures must mean what the CEL runtime means; the runtime itself is the oracle. */
class FastExpressionsTest {

    private static final int CASES = 400;
    private static final int EVENTS_PER_CASE = 4;

    private final Expressions<Event> expressions = new Expressions<>(Vocabulary.READING);
    private final Random random = new Random(7);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reading.type == 'temperature' && reading.value > 30.0",
                "reading.value > 30",
                "30 < reading.value",
                "reading.type in ['a', 'temperature']",
                "!(reading.type != 'temperature') || reading.anomaly",
                "reading.device_id.startsWith('dev') && reading.unit.contains('C') && reading.unit.endsWith('C')",
                "reading.value * 1.8 + 32.0 > 86.0",
                "reading.anomaly == (reading.value > 1.0)",
                "reading.timestamp > timestamp('2026-01-01T00:00:00Z')",
                "reading.value / 0.0 > 1.0",
                "-reading.value < 0.0"
            })
    void everydayConditionsNeedNoInterpreter(String text) throws Exception {
        var tree = new ExpressionChecker(Vocabulary.READING).check(text, Optional.of(SimpleType.BOOL));

        assertThat(new FastExpressions<>(Vocabulary.READING, tree).predicate()).isPresent();
        for (Event event : List.of(event(), event(), event())) {
            assertThat(expressions.condition(text).condition().holds(event))
                    .isEqualTo(expressions.interpretedCondition(text).holds(event));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reading.timestamp.getHours() > 3",
                "reading.type.matches('temp.*')",
                "size(reading.type) > 3",
                "reading.value > 9223372036854775807",
                "[1, 2].exists(x, x > 1) && reading.value > 1.0"
            })
    void whatIsNotCertainToMeanTheSameIsLeftToCel(String text) throws Exception {
        var tree = new ExpressionChecker(Vocabulary.READING).check(text, Optional.of(SimpleType.BOOL));

        assertThat(new FastExpressions<>(Vocabulary.READING, tree).predicate()).isEmpty();
        assertThat(expressions.condition(text).condition().holds(event())).isIn(true, false);
    }

    @Test
    void randomConditionsHoldExactlyWhereCelSaysSo() throws Exception {
        for (int i = 0; i < CASES; i++) {
            String text = condition(3);
            Filter<Event> fast = expressions.condition(text);
            Condition<Event> slow = expressions.interpretedCondition(text);
            for (int j = 0; j < EVENTS_PER_CASE; j++) {
                Event event = event();
                boolean expected = slow.holds(event);
                assertThat(fast.condition().holds(event))
                        .as("%s for %s", text, event)
                        .isEqualTo(expected);
                if (expected && fast.types().isPresent()) {
                    assertThat(fast.types().get()).as(text).contains(event.type());
                }
            }
        }
    }

    private String condition(int depth) {
        if (depth == 0 || random.nextInt(5) == 0) {
            return comparison();
        }
        return switch (random.nextInt(4)) {
            case 0 -> "(" + condition(depth - 1) + " && " + condition(depth - 1) + ")";
            case 1 -> "(" + condition(depth - 1) + " || " + condition(depth - 1) + ")";
            case 2 -> "!" + "(" + condition(depth - 1) + ")";
            default -> "reading.type == '" + type() + "' && " + condition(depth - 1);
        };
    }

    private String comparison() {
        String operator = List.of("==", "!=", "<", "<=", ">", ">=").get(random.nextInt(6));
        return switch (random.nextInt(6)) {
            case 0 -> number() + " " + operator + " " + number();
            case 1 -> "reading.value " + (random.nextBoolean() ? "<" : ">=") + " " + (random.nextInt(7) - 3);
            case 2 -> "reading.type " + (random.nextBoolean() ? "==" : "!=") + " '" + type() + "'";
            case 3 -> "reading.type in ['" + type() + "', '" + type() + "']";
            case 4 -> random.nextBoolean() ? "reading.anomaly" : "reading.anomaly != (" + comparison() + ")";
            default -> "reading.device_id.startsWith('d" + random.nextInt(2) + "')";
        };
    }

    private String number() {
        return switch (random.nextInt(6)) {
            case 0 -> "reading.value";
            case 1 -> "(reading.value + " + literal() + ")";
            case 2 -> "(reading.value / " + literal() + ")";
            case 3 -> "(-reading.value)";
            case 4 -> "(" + literal() + " * reading.value)";
            default -> literal();
        };
    }

    private String literal() {
        return List.of("0.0", "-1.5", "1.0", "2.5", "1e300", "-0.0").get(random.nextInt(6));
    }

    private String type() {
        return List.of("a", "b", "temperature").get(random.nextInt(3));
    }

    private Event event() {
        double value = List.of(0.0, -0.0, 1.0, -1.5, 2.5, 1e300, random.nextGaussian() * 3)
                .get(random.nextInt(7));
        return new Event(
                RecordKind.READING,
                "d" + random.nextInt(3),
                type(),
                value,
                "°C",
                1_772_366_400_000L + random.nextInt(1_000),
                random.nextBoolean());
    }
}
