package io.millrace.sources.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names are bytes, and a locale cannot spell all of them: real processes in real locales. */
@EnabledOnOs(OS.LINUX)
@Tag("thorough")
class UnspellableNameTest {
    private static final String ASCII = "C";
    private static final String UTF_8 = "C.UTF-8";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {ASCII, UTF_8})
    void readsWhatItCanSpellAndNamesAndCountsTheRest(String locale) throws Exception {
        shell("echo plain > plain.log; echo latin > $'caf\\xe9.log'; echo umlaut > $'\\xc3\\xbc.log'");

        List<String> printed = run(locale, "*.log");

        boolean ascii = locale.equals(ASCII);
        assertThat(printed).contains("record plain").doesNotContain("record latin");
        assertThat(printed.contains("record umlaut")).isEqualTo(!ascii);
        assertThat(said(printed, "caf\\xE9.log' has a name that the locale's encoding,"))
                .isEqualTo(1);
        assertThat(said(printed, "\\xC3\\xBC.log' has a name")).isEqualTo(ascii ? 1 : 0);
        assertThat(printed).contains("counted " + (ascii ? 2 : 1)).noneMatch(UnspellableNameTest::isOfStackTrace);
    }

    @ParameterizedTest
    @ValueSource(strings = {ASCII, UTF_8})
    void isNotStoppedByRotatedFilesThatItCannotSpell(String locale) throws Exception {
        shell(
                "echo a > app.log; echo b > $'app.log.\\xe9'; echo c > $'\\xc3\\xbc1.log.1'; echo d > $'app-\\xe9.log.2'");

        assertThat(run(locale, "app.log")).containsExactly("counted 0", "record a");
        // Generations are looked for once it was rotated.
        shell("mv app.log app.log.1; echo e > app.log");
        assertThat(run(locale, "app.log")).contains("record e").noneMatch(UnspellableNameTest::isOfStackTrace);
    }

    @ParameterizedTest
    @ValueSource(strings = {ASCII, UTF_8})
    void saysThatAFileWasRenamedToWhatItCannotSpell(String locale) throws Exception {
        shell("echo a > app.log");
        assertThat(run(locale, "app.log")).contains("record a");
        shell("echo b >> app.log; mv app.log $'app.log.\\xe9'; echo c > app.log");

        List<String> printed = run(locale, "app.log");

        assertThat(printed).contains("record c").noneMatch(UnspellableNameTest::isOfStackTrace);
        assertThat(said(printed, "app.log' was renamed; it '" + folder + "/app.log.\\xE9' has a name"))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {ASCII, UTF_8})
    void readsAFileBehindALinkWhoseTargetItCannotSpell(String locale) throws Exception {
        shell("mkdir $'\\xe9'; echo a > $'\\xe9/app.log'; ln -s $'\\xe9/app.log' app.log");
        assertThat(run(locale, "app.log")).containsExactly("counted 0", "record a");
        shell("echo b >> app.log");
        assertThat(run(locale, "app.log")).containsExactly("counted 0", "record b");
    }

    @Test
    void keepsThePositionOfAFileThatAnotherLocaleSpelled() throws Exception {
        shell("echo a > $'\\xc3\\xbc.log'");
        assertThat(run(UTF_8, "*.log")).contains("record a");
        shell("echo b >> $'\\xc3\\xbc.log'; echo plain > plain.log");

        List<String> printed = run(ASCII, "*.log");
        assertThat(printed).contains("record plain").noneMatch(UnspellableNameTest::isOfStackTrace);
        assertThat(said(printed, "\\xC3\\xBC.log' has a name")).isPositive();

        assertThat(run(UTF_8, "*.log")).contains("record b").doesNotContain("record a", "record plain");
    }

    @Test
    void refusesAnInputThatItCannotSpell() throws Exception {
        shell("echo a > $'\\xc3\\xbc.log'");
        List<String> printed = run(ASCII, "\u00fc.log");
        assertThat(printed).hasSize(1).first().asString().contains("has a name that the locale's encoding");
    }

    private List<String> run(String locale, String input) throws IOException, InterruptedException {
        return SourceProcess.run(locale, folder.resolve("positions"), folder + "/" + input);
    }

    private static long said(List<String> printed, String part) {
        return printed.stream()
                .filter(line -> line.startsWith("says ") && line.contains(part))
                .count();
    }

    private static boolean isOfStackTrace(String line) {
        return line.startsWith("Exception") || line.matches("\\s+at .*");
    }

    private void shell(String script) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("bash", "-c", script)
                .directory(folder.toFile())
                .inheritIO()
                .start();
        Assumptions.assumeTrue(process.waitFor() == 0, "this file system does not take names that are no text");
    }
}
