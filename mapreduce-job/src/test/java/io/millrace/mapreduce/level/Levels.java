package io.millrace.mapreduce.level;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Counts the levels of small texts. */
final class Levels {
    private Levels() {}

    /** The folded counts of a whole file, whose format is found from the file itself. */
    static Map<String, Long> of(String... lines) {
        return with(FormatFinder.any(), true, lines);
    }

    static Map<String, Long> with(FormatFinder finder, boolean fold, String... lines) {
        byte[] file = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        LineFormat format = finder.find(file, Math.min(file.length, FormatFinder.HEAD), true);
        Map<String, Long> counts = new TreeMap<>();
        LineMatch match = new LineMatch();
        int offset = 0;
        for (String line : lines) {
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
            int level = format.classify(bytes, 0, bytes.length, offset, match);
            if (level != LineFormat.PART) {
                String name = level < 0 ? "NONE" : fold ? LevelWords.folded(level) : LevelWords.written(level);
                counts.merge(name, 1L, Long::sum);
            }
            offset += bytes.length + 1;
        }
        return counts;
    }
}
