package io.millrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.cli.CommandLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;

class ConfigurationPageTest {
    /** What to do, not how: a variable would make something else of each command that is given. */
    private static final Set<String> ACTIONS = Set.of("mapreduce-job levels --explain");

    private final ConfigurationPage page = new ConfigurationPage();

    @Test
    void docsConfigurationIsWhatTheOptionsSay() throws IOException {
        Path kept = Checkout.root().resolve("docs/configuration.md");
        Path made = Checkout.root().resolve("integration-tests/target/configuration.md");
        Files.createDirectories(made.getParent());
        Files.writeString(made, page.text());
        assertThat(Files.exists(kept) ? Files.readString(kept) : "")
                .as("docs/configuration.md is stale; renew it with: cp integration-tests/target/configuration.md docs/")
                .isEqualTo(page.text());
    }

    @Test
    void everyOptionHasAVariable() {
        assertThat(page.entries()).hasSizeGreaterThan(200).allSatisfy((option, entry) -> {
            if (!ACTIONS.contains(option)) {
                assertThat(entry.variable()).as("variable of " + option).isPresent();
            }
        });
    }

    @Test
    void everyDefaultIsAValueThatItsOptionTakes() {
        assertThat(page.commandLines()).hasSizeGreaterThan(10).allSatisfy((name, command) -> {
            CommandLine program = CommandLines.configure(command.getParent());
            assertThat(program.parseArgs(command.getCommandName()).subcommand().errors())
                    .as(name)
                    .allMatch(MissingParameterException.class::isInstance);
        });
    }

    @Test
    void aVariableWithAUnitInItsNameTakesANumberOfIt() {
        assertThat(page.entries().get("producer-service iot --interval").value())
                .isEqualTo("1s");
        assertThat(page.entries().get("producer-service jdbc --poll-interval").value())
                .isEqualTo("500ms");
        assertThat(page.entries()).allSatisfy((option, entry) -> {
            String variable = entry.variable().orElse("");
            if (variable.endsWith("_SEC") || variable.endsWith("_HOURS")) {
                assertThat(entry.value()).as(option).matches("\\d+(\\.\\d+)?(s|h)");
            }
        });
    }

    @Test
    void everyOptionSaysWhatItMeans() {
        assertThat(page.entries())
                .allSatisfy((option, entry) -> assertThat(entry.meaning())
                        .as("meaning of " + option)
                        .isNotBlank()
                        .doesNotContain("${", "Default:"));
    }

    @Test
    void aVariableIsTheSameFlagInEveryProgram() {
        Map<String, Set<String>> flags = new TreeMap<>();
        page.entries()
                .values()
                .forEach(entry -> flags.computeIfAbsent(entry.variable().orElse(""), variable -> new TreeSet<>())
                        .add(entry.names().split("[=,]")[0]));
        // A command that takes several topics says so.
        flags.computeIfPresent("KAFKA_TOPIC_NAME", (variable, names) -> {
            names.remove("--topics");
            return names;
        });
        assertThat(flags)
                .allSatisfy((variable, names) -> assertThat(names).as(variable).hasSize(1));
    }
}
