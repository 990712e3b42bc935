package io.millrace.mapreduce.level;

import io.millrace.mapreduce.count.LevelCounter;
import io.millrace.mapreduce.count.LevelCounts;
import io.millrace.mapreduce.line.LineScanner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A file in a program's form, and the levels that are true of it by that program's documentation. A record whose level is not
 * found is a miss, which is honest; a level that is not there is wrong, which never may be.
 */
record FormFile(String name, byte[] log, Map<String, Long> truth) {
    enum Verdict {
        RIGHT,
        MISS,
        WRONG
    }

    Verdict verdict() {
        Map<String, Long> found = count(log);
        if (found.equals(truth)) {
            return Verdict.RIGHT;
        }
        return !invented(found).isEmpty() || lost(found) > 0 ? Verdict.WRONG : Verdict.MISS;
    }

    /** How many records these counts lack; a record without its level is none that is lacking. */
    long lost(Map<String, Long> found) {
        return Math.max(0, sum(truth) - sum(found));
    }

    /** The levels that these counts have more often than the truth. */
    Map<String, Long> invented(Map<String, Long> found) {
        Map<String, Long> invented = new TreeMap<>(found);
        invented.keySet().remove(LevelWords.NONE);
        invented.entrySet().removeIf(level -> level.getValue() <= truth.getOrDefault(level.getKey(), 0L));
        return invented;
    }

    /** The file with Windows' line ends and a mark at its start. */
    byte[] ofWindows() {
        String text = new String(log, StandardCharsets.ISO_8859_1);
        return ("\u00EF\u00BB\u00BF" + text.replace("\n", "\r\n")).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** What is invented if the file ends early, at every step-th of its first bytes. */
    List<String> inventedByCuts(int within, int step) {
        List<String> invented = new ArrayList<>();
        for (int length = 1; length < Math.min(within, log.length); length += step) {
            Map<String, Long> levels = invented(count(Arrays.copyOf(log, length)));
            if (!levels.isEmpty()) {
                invented.add(name + " cut at " + length + ": " + levels);
            }
        }
        return invented;
    }

    /** Files of three forms each, taken by chance, the same in each run. */
    static List<FormFile> threes(List<FormFile> files, int count) {
        Random random = new Random(14);
        List<FormFile> threes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder text = new StringBuilder();
            StringBuilder names = new StringBuilder();
            Map<String, Long> truth = new TreeMap<>();
            for (int part = 0; part < 3; part++) {
                FormFile one = files.get(random.nextInt(files.size()));
                names.append(one.name()).append(' ');
                String log = new String(one.log(), StandardCharsets.ISO_8859_1);
                text.append(log).append(log.endsWith("\n") ? "" : "\n");
                one.truth().forEach((level, times) -> truth.merge(level, times, Long::sum));
            }
            threes.add(new FormFile(names.toString(), text.toString().getBytes(StandardCharsets.ISO_8859_1), truth));
        }
        return threes;
    }

    static Map<String, Long> count(byte[] file) {
        LineFormat format = FormatFinder.any()
                .find(file, Math.min(file.length, FormatFinder.HEAD), file.length <= FormatFinder.HEAD);
        LevelCounts counts = new LevelCounts();
        try {
            new LineScanner(LineScanner.BUFFER)
                    .scan(new ByteArrayInputStream(file), 0, Long.MAX_VALUE, new LevelCounter(format, counts));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new TreeMap<>(counts.byName(true));
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
