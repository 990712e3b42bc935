package io.millrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.launcher.Launcher;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.DataSize;
import io.millrace.runtime.cli.TimeSpan;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.OptionSpec;

/** One name for one thing over all commands: what docs/decisions/0106 says of flags and variables, held against them. */
class VocabularyTest {
    private static final Pattern FLAG = Pattern.compile("--[a-z-]+");
    /** Kafka's own commands have flags of their own. */
    private static final Pattern OTHERS_COMMAND = Pattern.compile("^ *kafka-[a-z-]+\\.sh ");

    private static final Pattern SERVER = Pattern.compile("^--(mqtt|jdbc|registry)-");
    private static final Pattern UNIT = Pattern.compile("_(MS|SEC|SECONDS|HOURS|DAYS)$");
    /** Of two options that are described so alike, one is a second name for the other. */
    private static final double ALIKE = 0.7;

    private static final ConfigurationPage page = new ConfigurationPage();
    /** The flags that mean one thing wherever they are, and the names that this thing does not have. */
    private static final Map<String, Set<String>> words = new TreeMap<>();
    /** Variables with a name of their own, and their flags. */
    private static final Map<String, Set<String>> ownVariables = new TreeMap<>();

    @BeforeAll
    static void readThePage() throws IOException {
        Path decision = Checkout.root().resolve("docs/decisions/0106-one-word-for-one-thing.md");
        for (String line : Files.readAllLines(decision)) {
            String[] cells = line.split("(?<!\\\\)\\|", -1);
            if (line.startsWith("| `--") && cells.length == 5) {
                words.put(flags(cells[1]).iterator().next(), flags(cells[3]));
            } else if (line.matches("\\| `[A-Z_]+` \\|.*")) {
                ownVariables.put(cells[1].strip().replace("`", ""), flags(cells[2]));
            }
        }
        assertThat(words).hasSizeGreaterThan(30);
        assertThat(ownVariables).isNotEmpty();
    }

    private static Set<String> flags(String cell) {
        return FLAG.matcher(cell).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Every option of every command, by its flag; one that several commands share is there once. */
    private static Map<String, Set<OptionSpec>> options() {
        Map<String, Set<OptionSpec>> byFlag = new TreeMap<>();
        Set<Field> seen = new HashSet<>();
        Stream.concat(
                        page.commandLines().values().stream(),
                        Launcher.commandLine(new ShutdownSignal()).getSubcommands().values().stream())
                .flatMap(command -> command.getCommandSpec().options().stream())
                .filter(option -> !option.usageHelp() && !option.versionHelp() && !option.hidden())
                .filter(option -> seen.add((Field) option.userObject()))
                .forEach(option -> byFlag.computeIfAbsent(option.longestName(), flag -> new HashSet<>())
                        .add(option));
        return byFlag;
    }

    @Test
    void aFlagThatIsDeclaredTwiceMeansWhatThePageSays() {
        assertThat(options()).hasSizeGreaterThan(150).allSatisfy((flag, declared) -> {
            if (declared.size() > 1) {
                assertThat(words).as("the page's words, for " + flag).containsKey(flag);
            }
        });
    }

    @Test
    void aWordOfThePageIsAFlagAndTakesTheSameKindOfValueEverywhere() {
        Map<String, Set<OptionSpec>> options = options();
        assertThat(words.keySet()).allSatisfy(flag -> {
            assertThat(options).containsKey(flag);
            assertThat(options.get(flag).stream().map(VocabularyTest::kind).collect(Collectors.toSet()))
                    .as("what " + flag + " takes")
                    .hasSize(1);
        });
    }

    @Test
    void nothingOfThePageHasASecondName() {
        Set<String> taken = options().keySet();
        words.forEach(
                (flag, others) -> assertThat(taken).as("other names of " + flag).doesNotContainAnyElementsOf(others));
    }

    @Test
    void noPageSaysAWordThatIsGone() throws IOException {
        Set<String> gone = words.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
        assertThat(pages()).hasSizeGreaterThan(10).allSatisfy(page -> {
            List<String> said = Files.readAllLines(page).stream()
                    .filter(line -> !OTHERS_COMMAND.matcher(line).find())
                    .filter(line -> flags(line).stream().anyMatch(gone::contains))
                    .toList();
            assertThat(said)
                    .as("flags of %s that no command has", page.getFileName())
                    .isEmpty();
        });
    }

    /** What says how things are now; decisions and the change log say how they were. */
    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.list(Checkout.root().resolve("docs"))) {
            return Stream.concat(docs, Stream.of(Checkout.root().resolve("README.md")))
                    .filter(page -> page.toString().endsWith(".md"))
                    .toList();
        }
    }

    @Test
    void anOptionHasOneFlag() {
        options().values().stream()
                .flatMap(Set::stream)
                .forEach(option -> assertThat(Stream.of(option.names()).filter(name -> name.startsWith("--")))
                        .hasSize(1));
    }

    @Test
    void aVariableIsItsFlagBehindWhoseItIs() {
        assertThat(page.entries()).allSatisfy((option, entry) -> {
            String flag = option.substring(option.indexOf("--"));
            String variable = entry.variable().orElse("");
            String word = flag.substring(2).toUpperCase(java.util.Locale.ROOT).replace('-', '_');
            String bare = UNIT.matcher(variable).replaceFirst("");
            if (ownVariables.containsKey(variable)) {
                assertThat(ownVariables.get(variable)).as(variable).contains(flag);
            } else if (!variable.isEmpty()) {
                assertThat(List.of(variable, bare))
                        .as("variable %s of %s", variable, option)
                        .anyMatch(name -> name.equals(word) || name.endsWith("_" + word));
            }
        });
    }

    @Test
    void twoFlagsAreNotDescribedAlike() {
        Map<String, Set<String>> described = new TreeMap<>();
        page.entries().forEach((option, entry) -> described.put(option, contents(entry.meaning())));
        List<String> names = List.copyOf(described.keySet());
        for (int i = 0; i < names.size(); i++) {
            for (int j = i + 1; j < names.size(); j++) {
                String one = names.get(i);
                String other = names.get(j);
                if (!flag(one).equals(flag(other))) {
                    assertThat(alike(described.get(one), described.get(other)))
                            .as("%s and %s, which are described alike", one, other)
                            .isLessThan(ALIKE);
                }
            }
        }
    }

    /** The flag, without the server that it is about: a password file is the same thing of each. */
    private static String flag(String option) {
        return SERVER.matcher(option.substring(option.indexOf("--"))).replaceFirst("--");
    }

    private static Set<String> contents(String meaning) {
        return Stream.of(meaning.toLowerCase(java.util.Locale.ROOT).split("[^a-z]+"))
                .filter(word -> word.length() > 2)
                .collect(Collectors.toSet());
    }

    private static double alike(Set<String> one, Set<String> other) {
        Set<String> both = new HashSet<>(one);
        both.retainAll(other);
        Set<String> all = new HashSet<>(one);
        all.addAll(other);
        return all.size() < 4 ? 0 : (double) both.size() / all.size();
    }

    private static String kind(OptionSpec option) {
        Class<?> type = option.auxiliaryTypes()[option.auxiliaryTypes().length - 1];
        if (option.typeInfo().isMap()) {
            return "names with values";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "yes or no";
        }
        if (type == TimeSpan.class) {
            return "time";
        }
        if (type == DataSize.class) {
            return "size";
        }
        if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
            return "number";
        }
        return "text";
    }
}
