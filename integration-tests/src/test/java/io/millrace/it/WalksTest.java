package io.millrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The walks in docs/architecture.md: that they can be walked. */
class WalksTest {
    private static final int MOST = 25;
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    private static final Pattern NAME = Pattern.compile("\\b[A-Z]\\w+");

    /** A package of a walk, and its files in order. */
    private record Stage(String folder, List<String> files) {}

    private static List<List<Stage>> walks() throws IOException {
        List<List<Stage>> walks = new ArrayList<>();
        boolean within = false;
        for (String line : Files.readAllLines(Checkout.root().resolve("docs/architecture.md"))) {
            if (line.startsWith("## ")) {
                within = line.equals("## Two walks");
            } else if (within && line.startsWith("| what happens")) {
                walks.add(new ArrayList<>());
            } else if (within && line.startsWith("| ") && !line.startsWith("| ---")) {
                List<String> quoted = QUOTED.matcher(line)
                        .results()
                        .map(match -> match.group(1))
                        .toList();
                walks.get(walks.size() - 1).add(new Stage(quoted.get(0), quoted.subList(1, quoted.size())));
            }
        }
        return walks;
    }

    @Test
    void aWalkIsShortAndEntersNoPackageTwice() throws IOException {
        assertThat(walks()).hasSize(2).allSatisfy(walk -> {
            assertThat(walk.stream().mapToInt(stage -> stage.files().size()).sum())
                    .isBetween(15, MOST);
            assertThat(walk.stream().map(Stage::folder)).doesNotHaveDuplicates();
        });
    }

    @Test
    void eachFileIsNamedByOneBeforeIt() throws IOException {
        for (List<Stage> walk : walks()) {
            Set<String> named = new HashSet<>();
            for (Stage stage : walk) {
                for (String file : stage.files()) {
                    Path path = Checkout.root().resolve(stage.folder()).resolve(file + ".java");
                    assertThat(path).isRegularFile();
                    String source = Files.readString(path);
                    if (!named.isEmpty()) {
                        assertThat(named).as("names before %s", path).containsAnyElementsOf(ownNames(file, source));
                    }
                    NAME.matcher(source).results().map(MatchResult::group).forEach(named::add);
                }
            }
        }
    }

    /** A type's own name, and those of the ports that it stands for. */
    private static List<String> ownNames(String file, String source) {
        List<String> names = new ArrayList<>(List.of(file));
        Pattern.compile("(?:class|record|enum|interface) " + file + "\\b[^{]*\\b(?:implements|extends) ([^{]*)")
                .matcher(source)
                .results()
                .forEach(match -> NAME.matcher(match.group(1))
                        .results()
                        .map(MatchResult::group)
                        .forEach(names::add));
        return names;
    }
}
