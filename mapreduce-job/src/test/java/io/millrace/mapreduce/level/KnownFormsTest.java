package io.millrace.mapreduce.level;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.mapreduce.SharedCases;
import io.millrace.mapreduce.level.FormFile.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Some two hundred forms in which programs write logs, from outside this project. */
class KnownFormsTest {
    /** How many forms may be missed: as many as were when this was last written down. */
    private static final int MOST_MISSES = 0;

    private static final int ROUNDS = 300;
    private static final int CUT_WITHIN = 4096;
    private static final int CUT_STEP = Boolean.getBoolean("thorough") ? 1 : 41;

    /** How many files of three forms have to be right: as many as were when this was last written down. */
    private static final int LEAST_EXACT = 292;

    private static final Pattern COUNT = Pattern.compile("\"([A-Z]+)\": (\\d+)");

    @Test
    void no_form_is_read_wrongly_and_no_more_are_missed_than_before() throws IOException {
        Map<Verdict, List<String>> verdicts = new TreeMap<>();
        for (FormFile known : cases()) {
            verdicts.computeIfAbsent(known.verdict(), verdict -> new ArrayList<>())
                    .add(known.name() + ": " + FormFile.count(known.log()) + " of " + known.truth());
        }
        verdicts.forEach((verdict, names) -> System.out.println(verdict + " " + names.size()));
        List<String> missed = verdicts.getOrDefault(Verdict.MISS, List.of());
        missed.forEach(miss -> System.out.println("  missed " + miss));
        assertThat(verdicts.getOrDefault(Verdict.WRONG, List.of())).isEmpty();
        assertThat(missed).hasSizeLessThanOrEqualTo(MOST_MISSES);
    }

    @Test
    void line_ends_of_windows_and_a_mark_change_no_count() throws IOException {
        for (FormFile known : cases()) {
            assertThat(FormFile.count(known.ofWindows())).as(known.name()).isEqualTo(FormFile.count(known.log()));
        }
    }

    /** A form may be overlooked beside others, but none may make another's words a level or swallow its records. */
    @Test
    void files_of_three_forms_hold_no_level_that_none_of_them_holds_and_all_their_records() throws IOException {
        int exact = 0;
        for (FormFile three : FormFile.threes(cases(), ROUNDS)) {
            Map<String, Long> found = FormFile.count(three.log());
            exact += found.equals(three.truth()) ? 1 : 0;
            assertThat(three.invented(found)).as(three.name()).isEmpty();
            if (three.log().length <= FormatFinder.HEAD) { // what a form is that begins behind the head is not known
                assertThat(three.lost(found)).as(three.name()).isZero();
            }
        }
        System.out.println(exact + " of " + ROUNDS + " files of three forms are right");
        assertThat(exact).isGreaterThanOrEqualTo(LEAST_EXACT);
    }

    @Test
    void a_file_that_is_cut_anywhere_holds_no_level_that_the_whole_does_not() throws IOException {
        for (FormFile known : cases()) {
            assertThat(known.inventedByCuts(CUT_WITHIN, CUT_STEP)).isEmpty();
        }
    }

    private static List<FormFile> cases() throws IOException {
        List<FormFile> cases = new ArrayList<>();
        for (Path folder : SharedCases.folders(SharedCases.find("cases/levels"))) {
            cases.add(read(folder, folder.resolve("levels.json")));
        }
        for (Path folder : SharedCases.folders(SharedCases.find("cases/levels-single"))) {
            String command = Files.readString(folder.resolve("command.txt"))
                    .lines()
                    .findFirst()
                    .orElseThrow();
            if (command.startsWith("levels file://CASE/input.log file:") && Files.exists(folder.resolve("input.log"))) {
                cases.add(read(folder, folder.resolve("expected.json")));
            }
        }
        return cases;
    }

    private static FormFile read(Path folder, Path truth) throws IOException {
        Map<String, Long> levels = new TreeMap<>();
        Matcher matcher = COUNT.matcher(Files.readString(truth));
        while (matcher.find()) {
            levels.put(matcher.group(1), Long.parseLong(matcher.group(2)));
        }
        try (Stream<Path> files = Files.list(folder)) {
            Path log = files.filter(file -> file.toString().endsWith(".log"))
                    .findFirst()
                    .orElseThrow();
            return new FormFile(folder.getFileName().toString(), Files.readAllBytes(log), levels);
        }
    }
}
