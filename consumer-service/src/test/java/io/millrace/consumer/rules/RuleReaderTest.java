package io.millrace.consumer.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuleReaderTest {

    @Test
    void theBuiltInRulesCoverEveryKindOfSensorAndTheWeather() {
        assertThat(RuleSet.builtIn().rules())
                .extracting(Rule::name)
                .containsExactly(
                        "extreme-temperature",
                        "high-humidity",
                        "low-pressure",
                        "motion",
                        "low-light",
                        "warning-temperature");
    }

    @Test
    void aRuleAboutWeatherIsToldByTheNameThatItUses() throws InvalidRulesException {
        RuleSet rules = RuleReader.read("r", "rules: [{name: a, condition: weather.degrees > 30}]");

        assertThat(rules.rules().get(0).kind()).isEqualTo(RecordKind.WEATHER);
    }

    @Test
    void aWindowRuleHasItsSizesAndDefaults() throws InvalidRulesException {
        RuleSet rules = RuleReader.read("r", """
                rules:
                  - name: warm
                    where: reading.type == 'temperature'
                    window: 5m
                    condition: window.average > 28.0
                """);

        Rule.Window window = (Rule.Window) rules.rules().get(0);
        assertThat(window.size()).isEqualTo(Duration.ofMinutes(5));
        assertThat(window.every()).isEqualTo(Duration.ofMinutes(5));
        assertThat(window.lateness()).isEqualTo(Duration.ofSeconds(10));
        assertThat(window.severity()).isEqualTo(Severity.WARNING);
    }

    @Test
    void anUnknownFieldIsPlacedAtItsNameInAPlainScalar() {
        assertThat(problems("rules:\n  - name: a\n    condition: reading.valu > 30.0\n"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.line()).isEqualTo(3);
                    assertThat(problem.column()).isEqualTo("    condition: reading.".length() + 1);
                    assertThat(problem.message())
                            .contains("unknown field 'reading.valu'", "did you mean 'value'?", "reading.device_id");
                });
    }

    @Test
    void anUnknownFieldIsPlacedInABlockOfSeveralLines() {
        assertThat(problems("""
                        rules:
                          - name: a
                            condition: |
                              reading.type == 'temperature'
                                && reading.valeu > 30.0
                        """)).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(5);
            assertThat(problem.column()).isEqualTo("        && reading.".length() + 1);
        });
    }

    @Test
    void anUnknownFieldIsPlacedBehindEscapesInADoubleQuotedScalar() {
        assertThat(problems("rules:\n  - name: a\n    condition: \"reading.type == \\\"x\\\" && reading.nope\"\n"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.line()).isEqualTo(3);
                    assertThat(problem.column())
                            .isEqualTo("    condition: \"reading.type == \\\"x\\\" && reading.".length() + 1);
                });
    }

    @Test
    void anUnknownFieldIsPlacedInAFoldedScalarAndInASingleQuotedOne() {
        assertThat(problems("""
                        rules:
                          - name: a
                            condition: >-
                              reading.value > 1.0
                              && reading.nope
                          - name: b
                            condition: 'reading.type == ''x'' && reading.nope'
                        """))
                .extracting(RuleProblem::line, RuleProblem::column)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(5, "      && reading.".length() + 1),
                        org.assertj.core.groups.Tuple.tuple(
                                7, "    condition: 'reading.type == ''x'' && reading.".length() + 1));
    }

    @Test
    void aConditionThatBreaksOffIsPlacedAtItsEnd() {
        assertThat(problems("rules:\n  - name: a\n    condition: reading.value >\n"))
                .first()
                .satisfies(problem -> {
                    assertThat(problem.line()).isEqualTo(3);
                    assertThat(problem.column()).isGreaterThanOrEqualTo("    condition: reading.value >".length());
                });
    }

    @Test
    void everyProblemIsReportedInTheOrderOfTheFile() {
        List<RuleProblem> problems = problems("""
                rules:
                  - name: a b
                    severity: loud
                    condition: reading.value > 'x'
                  - name: c
                    conditon: reading.value > 1.0
                  - name: c
                    window: 5 apples
                    condition: window.average > 1.0
                    message: "{window.averge}"
                """);

        assertThat(problems)
                .extracting(RuleProblem::toString)
                .anySatisfy(text -> assertThat(text).startsWith("rules.yaml:2:").contains("name 'a b'"))
                .anySatisfy(text -> assertThat(text).startsWith("rules.yaml:3:").contains("'loud'", "critical"))
                .anySatisfy(text -> assertThat(text).startsWith("rules.yaml:4:").contains("no matching overload"))
                .anySatisfy(text -> assertThat(text)
                        .startsWith("rules.yaml:6:")
                        .contains("'conditon'", "did you mean 'condition'?"))
                .anySatisfy(text -> assertThat(text).startsWith("rules.yaml:5:").contains("has no 'condition'"))
                .anySatisfy(
                        text -> assertThat(text).startsWith("rules.yaml:7:").contains("taken by the rule in line 5"))
                .anySatisfy(text -> assertThat(text).startsWith("rules.yaml:8:").contains("5 apples"))
                .anySatisfy(
                        text -> assertThat(text).startsWith("rules.yaml:10:").contains("'window.averge'"))
                .hasSize(8);
        assertThat(problems).isSortedAccordingTo(java.util.Comparator.comparingInt(RuleProblem::line));
    }

    @Test
    void whatIsNotYamlIsPlaced() {
        assertThat(problems("rules:\n  - name: 'a\n"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).startsWith("not YAML"));
        assertThat(problems(""))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("must have the key 'rules'"));
        assertThat(problems("rules: []"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("at least one rule"));
    }

    @Test
    void aNameFromAnotherPlaceIsExplained() {
        assertThat(problems("rules: [{name: a, condition: window.count > 1}]"))
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.message()).contains("unknown name 'window'", "reading.device_id"));
    }

    @Test
    void stepsThatWouldLeaveGapsOrCostTooMuchAreRefused() {
        assertThat(problems("rules: [{name: a, window: 1m, every: 2m, condition: window.count > 1}]"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("must not be longer"));
        assertThat(problems("rules: [{name: a, window: 1h, every: 1s, condition: window.count > 1}]"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("60 times"));
    }

    private static List<RuleProblem> problems(String text) {
        return catchThrowableOfType(InvalidRulesException.class, () -> RuleReader.read("rules.yaml", text))
                .problems();
    }
}
