package io.millrace.sources.tail;

import io.millrace.sources.delivery.OutRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What was written, and what must therefore arrive: each line once, unless it was gone before it could be read. */
final class SimLines {
    /** One line that a writer wrote. */
    private static final class Line {
        private final String text;
        private String excuse;
        private boolean mayComeAgain;
        private boolean torn;

        Line(String text) {
            this.text = text;
        }
    }

    /** Lines that the source knew to be in a file that is gone, until it says that they may be missing. */
    private record Debt(Set<Integer> lines, Path path, Optional<Listed> listed) {
        /** The file may have had another rotated name when the source looked. */
        String log() {
            return logOf(path);
        }
    }

    /** What a process knew of a file that it only saw in a list: its number, and the most bytes that it was told. */
    record Listed(FileKey key, int size) {}

    private final List<Debt> debts = new ArrayList<>();
    private final Map<Integer, Line> lines = new HashMap<>();
    private final Set<String> tornParts = new HashSet<>();

    /** A new line, without its end; its length is a part of it, so that no part of a line is a line. */
    String next(int padding) {
        int number = lines.size() + 1;
        String text = "L" + number + " " + padding + "-".repeat(padding) + ".";
        lines.put(number, new Line(text));
        return text;
    }

    int count() {
        return lines.size();
    }

    /** The line was cut in two by a rotation: what becomes of it says nothing about the reader. */
    void torn(int number) {
        Line line = lines.get(number);
        line.torn = true;
        for (int i = 0; i <= line.text.length(); i++) {
            tornParts.add(line.text.substring(0, i));
            tornParts.add(line.text.substring(i));
        }
    }

    /** From now on it may be missing, though never come twice. */
    void mayBeLost(int number, String excuse) {
        Line line = lines.get(number);
        if (line != null && line.excuse == null) {
            line.excuse = excuse;
        }
    }

    /** The source has said that it cannot tell whether these were read. */
    void mayComeAgain(Set<Integer> numbers) {
        numbers.forEach(number -> lines.get(number).mayComeAgain = true);
    }

    /**
     * What the source knew of and lost: it may be missing once the source has said that something is.
     *
     * @param listed of a file that it only saw in a list; empty if it looked into it
     */
    void owed(Set<Integer> numbers, Path path, Optional<Listed> listed) {
        debts.add(new Debt(Set.copyOf(numbers), path, listed));
    }

    /**
     * A file that was in a list and gone before it was looked into cannot be told from one of the same log that has its number
     * when the source looks next, if that is as long at least. A shorter one, and another log's, can: nothing excuses silence
     * about those, nor that the number was another's in between.
     */
    void isTold(FileKey key, int size, Path path) {
        debts.removeIf(debt -> {
            boolean taken = debt.listed()
                    .filter(listed -> listed.key().equals(key) && listed.size() <= size)
                    .filter(listed -> debt.log().equals(logOf(path)))
                    .isPresent();
            if (taken) {
                debt.lines().forEach(number -> mayBeLost(number, "another had its number before it was opened"));
            }
            return taken;
        });
    }

    /** The source died before it could say it. */
    void diedBeforeItCouldSay() {
        debts.forEach(debt -> debt.lines().forEach(number -> mayBeLost(number, "the source died")));
        debts.clear();
    }

    /** Takes in what the source said: whatever it owed until then is excused by it. */
    void said(Notices.Event event, String sentence) {
        if (event == Notices.Event.GONE || event == Notices.Event.TRUNCATED) {
            debts.removeIf(debt -> {
                boolean told = sentence.contains(debt.log());
                if (told) {
                    debt.lines().forEach(number -> mayBeLost(number, "the source said so"));
                }
                return told;
            });
        }
    }

    private static String logOf(Path path) {
        return path.getFileName().toString().replaceAll(".*(app[0-9]).*", "$1");
    }

    static Set<Integer> in(SimDisk.Node node) {
        return node.packedLines != null ? node.packedLines : in(node.data(), node.size());
    }

    static Set<Integer> in(byte[] bytes, int length) {
        Set<Integer> numbers = new HashSet<>();
        int at = 0;
        while (at < length) {
            int end = bytes[at] == 'L' ? wholeLine(bytes, at, length) : -1;
            if (end > 0) {
                numbers.add(number(bytes, at + 1));
                at = end;
            } else {
                at++;
            }
        }
        return numbers;
    }

    /** Behind the whole line that begins here; -1 if none does. */
    private static int wholeLine(byte[] bytes, int start, int length) {
        int at = start + 1;
        while (at < length && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        if (at == start + 1 || at >= length || bytes[at] != ' ') {
            return -1;
        }
        int padding = number(bytes, at + 1);
        at++;
        while (at < length && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        int end = at + padding;
        if (end >= length || bytes[end] != '.' || padding > 0 && bytes[end - 1] != '-') {
            return -1;
        }
        return end + 1;
    }

    private static int number(byte[] bytes, int from) {
        int number = 0;
        for (int at = from; at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9'; at++) {
            number = number * 10 + bytes[at] - '0';
        }
        return number;
    }

    /** Numbers of the whole lines among these records. */
    static Set<Integer> arrived(List<OutRecord> records) {
        Set<Integer> numbers = new HashSet<>();
        records.forEach(record -> numbers.addAll(in(record.value(), record.value().length)));
        return numbers;
    }

    /** What is wrong with these records, a sentence each; empty if they are exact. */
    List<String> faults(List<OutRecord> records, SimDisk disk) {
        List<String> faults = new ArrayList<>();
        Map<Integer, Integer> times = new HashMap<>();
        for (OutRecord record : records) {
            byte[] line = withoutShortHole(record.value());
            String value = new String(line, StandardCharsets.ISO_8859_1);
            if (isWhole(line)) {
                times.merge(number(line, 1), 1, Integer::sum);
            } else if (!value.startsWith("# banner") && !isOfTorn(value)) {
                faults.add("not a line: " + (value.length() > 60 ? value.substring(0, 60) + "..." : value));
            }
        }
        lines.forEach((number, line) -> {
            int n = times.getOrDefault(number, 0);
            if (n > (line.mayComeAgain ? 2 : 1)) {
                faults.add("line " + number + " came " + n + " times"
                        + (faults.size() < 5 ? origins(number, records) + where(number, disk) : ""));
            } else if (n == 0 && line.excuse == null && !line.torn) {
                faults.add("line " + number + " is missing" + (faults.size() < 5 ? where(number, disk) : ""));
            }
        });
        return faults;
    }

    /** Numbers of the lines that are missing with an excuse. */
    List<Integer> excused(List<OutRecord> records) {
        Set<Integer> arrived = arrived(records);
        return lines.entrySet().stream()
                .filter(entry ->
                        entry.getValue().excuse != null && !entry.getValue().torn && !arrived.contains(entry.getKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static String origins(int number, List<OutRecord> records) {
        return records.stream()
                .filter(record -> arrived(List.of(record)).contains(number))
                .map(record -> " from " + record.origin() + " at " + record.position())
                .collect(Collectors.joining());
    }

    private static String where(int number, SimDisk disk) {
        return disk.paths().entrySet().stream()
                .filter(entry -> in(entry.getValue()).contains(number))
                .map(entry -> " and is in " + entry.getKey() + " " + entry.getValue().key)
                .collect(Collectors.joining());
    }

    /** Fewer NUL than the source takes for a hole belong to the line. */
    private static byte[] withoutShortHole(byte[] value) {
        int nul = 0;
        while (nul < value.length && value[nul] == 0) {
            nul++;
        }
        return nul > 0 && nul < 64 ? Arrays.copyOfRange(value, nul, value.length) : value;
    }

    private static boolean isWhole(byte[] value) {
        return value.length > 0 && value[0] == 'L' && wholeLine(value, 0, value.length) == value.length;
    }

    /** True if it consists of parts of lines that were cut. */
    private boolean isOfTorn(String value) {
        for (int i = 0; i <= value.length(); i++) {
            if (tornParts.contains(value.substring(0, i)) && tornParts.contains(value.substring(i))) {
                return true;
            }
        }
        int at = value.indexOf('L', 1);
        // The end of a cut line with a whole one behind it.
        return at > 0
                && tornParts.contains(value.substring(0, at))
                && isWhole(value.substring(at).getBytes(StandardCharsets.ISO_8859_1));
    }
}
