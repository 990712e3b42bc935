package io.millrace.mapreduce.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.mapreduce.SharedCases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small cases of single faults: a file, a command line, and what has to come out. */
class KnownCasesTest {
    @TempDir
    private Path folder;

    @Test
    void every_case_gives_what_is_expected() throws IOException {
        List<String> failed = new ArrayList<>();
        List<Path> cases = SharedCases.folders(SharedCases.find("cases/levels-single"));
        for (Path known : cases) {
            String problem = problem(known);
            System.out.println((problem.isEmpty() ? "right " : "WRONG ") + known.getFileName() + problem);
            if (!problem.isEmpty()) {
                failed.add(known.getFileName() + problem);
            }
        }
        assertThat(failed).isEmpty();
    }

    /** What differs from what is expected; empty if nothing does. */
    private String problem(Path known) throws IOException {
        Path output = folder.resolve(known.getFileName().toString());
        String command = Files.readString(known.resolve("command.txt"))
                .lines()
                .findFirst()
                .orElseThrow()
                .replace("file://CASE", "file://" + known)
                .replace("file://OUT", "file://" + output)
                // They were written down when the option still had that name.
                .replace("--format ", "--form ");
        Console console = Console.run((Object[]) command.split(" "));
        Map<String, Object> expected = expected(known.resolve("expected.json"));
        if (console.status() != 0) {
            return ": " + console.err();
        }
        if (expected.get("rows") instanceof List<?> rows) {
            String wanted = rows.stream().map(KnownCasesTest::line).sorted().collect(Collectors.joining("; "));
            return differs(
                    wanted,
                    String.join("; ", Console.lines(output).stream().sorted().toList()));
        }
        if (expected.get("messages") instanceof List<?> messages) {
            String wanted = messages.stream().map(KnownCasesTest::line).collect(Collectors.joining("; "));
            return differs(wanted, String.join("; ", Console.lines(output.resolve("messages"))));
        }
        if (expected.get("row") instanceof String row) {
            String[] words = row.split(" "); // a t count 2 min 1 max 1e308
            String wanted = String.join("\t", words[0], words[1], words[3], words[5]);
            String line = Console.lines(output).get(0);
            return differs(wanted, line.startsWith(wanted) && line.contains("\t" + words[7] + "\t") ? wanted : line);
        }
        Object levels = expected.getOrDefault("levels", expected.get("or levels"));
        return differs(String.valueOf(levels), String.valueOf(byLevel(Console.counts(output))));
    }

    private static String differs(String expected, String found) {
        return expected.equals(found) ? "" : ": expected " + expected + " but found " + found;
    }

    private static String line(Object cells) {
        return ((List<?>) cells).stream().map(Object::toString).collect(Collectors.joining("\t"));
    }

    private static Map<String, Long> byLevel(Map<String, Long> counts) {
        Map<String, Long> levels = new TreeMap<>();
        counts.forEach((label, count) -> levels.merge(label.substring(label.lastIndexOf('\t') + 1), count, Long::sum));
        return levels;
    }

    private static Map<String, Object> expected(Path file) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(file.toFile())) {
            parser.nextToken();
            return object(parser);
        }
    }

    private static Map<String, Object> object(JsonParser parser) throws IOException {
        Map<String, Object> members = new TreeMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            members.put(name, value(parser, parser.nextToken()));
        }
        return members;
    }

    private static Object value(JsonParser parser, JsonToken token) throws IOException {
        if (token == JsonToken.START_OBJECT) {
            return object(parser);
        }
        if (token == JsonToken.START_ARRAY) {
            List<Object> list = new ArrayList<>();
            for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                list.add(value(parser, next));
            }
            return list;
        }
        return token.isNumeric() ? (Object) parser.getLongValue() : parser.getText();
    }
}
