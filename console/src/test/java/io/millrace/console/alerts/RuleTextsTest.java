package io.millrace.console.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleTextsTest {
    @TempDir
    private Path folder;

    @Test
    void aRuleIsShownAsItStandsInTheFileThatIsThereNow() throws Exception {
        Path file = folder.resolve("rules.yaml");
        RuleTexts texts = new RuleTexts(List.of(file));
        assertThat(texts.get()).containsKey("extreme-temperature");

        Files.writeString(file, """
                # All of ours.
                rules:
                  - name: hot
                    severity: warning
                    # Above what the pump bears.
                    condition: reading.value > 70.0
                    message: "{reading.value}"

                  - {name: cold, severity: info, condition: 'reading.value < 0.0', message: 'cold'}
                """);
        Map<String, String> read = texts.get();
        assertThat(read.get("hot")).isEqualTo("""
                        name: hot
                        severity: warning
                        # Above what the pump bears.
                        condition: reading.value > 70.0
                        message: "{reading.value}\"""");
        assertThat(read.get("cold")).startsWith("{name: cold").endsWith("message: 'cold'}");

        Files.writeString(file, "rules: [");
        assertThat(texts.get()).doesNotContainKey("hot").containsKey("extreme-temperature");
    }
}
