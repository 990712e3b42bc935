package io.millrace.mapreduce;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The real log files that lie beside the project, with the true count of each level; tests skip where they are absent. */
public final class RealLogs {
    /** The four sets. */
    public static final List<String> SETS = List.of("HDFS", "Hadoop", "Zookeeper", "Apache");

    private static final Pattern COUNT = Pattern.compile("\"(\\w+)\": (\\d+)");

    private RealLogs() {}

    /** The folder of a set. */
    public static Path folder(String set) {
        return data().resolve("logs").resolve(set);
    }

    /** The log file of a set. */
    public static Path file(String set) {
        return folder(set).resolve(set + "_2k.log");
    }

    /** The bytes of a set. */
    public static byte[] bytes(String set) {
        try {
            return Files.readAllBytes(file(set));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bytes of a set with line feeds only. */
    public static byte[] withLineFeeds(String set) {
        return new String(bytes(set), StandardCharsets.ISO_8859_1)
                .replace("\r\n", "\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The true counts of a set, as its source writes the levels. */
    public static Map<String, Long> written(String set) {
        try {
            String json = Files.readString(folder(set).resolve("levels.json"));
            String levels = json.substring(json.indexOf("\"levels\""), json.indexOf('}', json.indexOf("\"levels\"")));
            Map<String, Long> counts = new TreeMap<>();
            Matcher matcher = COUNT.matcher(levels);
            while (matcher.find()) {
                counts.put(matcher.group(1), Long.parseLong(matcher.group(2)));
            }
            return counts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The true counts of several sets, in capitals. */
    public static Map<String, Long> folded(List<String> sets) {
        Map<String, Long> counts = new TreeMap<>();
        sets.forEach(set ->
                written(set).forEach((level, count) -> counts.merge(level.toUpperCase(Locale.ROOT), count, Long::sum)));
        return counts;
    }

    /** Whether they are there, for tests that can do without. */
    public static boolean areThere() {
        Path found = look();
        return found != null && Files.isDirectory(found);
    }

    private static Path data() {
        Path found = look();
        assumeTrue(
                found != null && Files.isDirectory(found),
                "the folder shared/data is not beside the project: tests on real logs are left out");
        return found;
    }

    private static Path look() {
        String given = System.getProperty("millrace.shared.data");
        return given == null ? search() : Path.of(given);
    }

    private static Path search() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path data = folder.resolve("shared").resolve("data");
            if (Files.isDirectory(data)) {
                return data;
            }
        }
        return null;
    }
}
