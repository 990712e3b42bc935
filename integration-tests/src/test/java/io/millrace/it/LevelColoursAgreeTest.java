package io.millrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The console's page draws results in the colours of {@code levels --chart}, which is in the job's jar: it has them once more. */
class LevelColoursAgreeTest {
    private static final Pattern CASE = Pattern.compile("case ((?:\"\\w+\",? ?)+) -> 0x([0-9A-F]{6});");
    private static final Pattern NAME = Pattern.compile("\"(\\w+)\"");
    private static final Pattern ENTRY = Pattern.compile("([A-Z]+): \"#([0-9A-F]{6})\"");

    @Test
    void thePageHasTheColoursOfTheJobsCharts() throws IOException {
        Map<String, String> job = new TreeMap<>();
        Matcher cases = CASE.matcher(read("mapreduce-job/src/main/java/io/millrace/mapreduce/chart/LevelColours.java"));
        while (cases.find()) {
            Matcher names = NAME.matcher(cases.group(1));
            while (names.find()) {
                job.put(names.group(1), cases.group(2));
            }
        }
        // Of a bar without levels.
        job.remove("records");
        Map<String, String> page = new TreeMap<>();
        Matcher entries = ENTRY.matcher(read("console/src/main/resources/io/millrace/console/page/results.js"));
        while (entries.find()) {
            page.put(entries.group(1), entries.group(2));
        }
        assertThat(job).hasSizeGreaterThan(20);
        assertThat(page).isEqualTo(job);
    }

    private static String read(String path) throws IOException {
        return Files.readString(Checkout.root().resolve(path));
    }
}
