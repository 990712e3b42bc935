package io.millrace.formats.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.formats.bytes.Bytes;
import io.millrace.formats.row.Absence;
import io.millrace.formats.row.LeafType;
import io.millrace.formats.row.Row;
import io.millrace.formats.row.TreeBuilder;
import io.millrace.record.BadRecordException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class JsonSuiteTest {
    private static final ObjectMapper JACKSON = new ObjectMapper();

    private static List<Path> cases() throws IOException {
        String property = System.getProperty("millrace.shared.data");
        Stream<Path> candidates = property != null
                ? Stream.of(Path.of(property))
                : Stream.iterate(Path.of("").toAbsolutePath(), p -> p != null, Path::getParent)
                        .map(folder -> folder.resolve("shared/data"));
        Path suite = candidates
                .map(folder -> folder.resolve("json-suite/test_parsing"))
                .filter(Files::exists)
                .findFirst()
                .orElse(null);
        assumeTrue(suite != null, "skipped: no shared/data/json-suite beside this checkout");
        try (Stream<Path> files = Files.list(suite)) {
            return files.sorted().toList();
        }
    }

    private static JsonDecoder decoder() {
        TreeBuilder tree = new TreeBuilder();
        var a = tree.leaf(tree.root().child("a", true), LeafType.ANY_TEXT);
        var root = tree.group(tree.root(), List.of(new TreeBuilder.Member(a, Absence.NULL)));
        return new JsonDecoder(root, new Row(tree.leaves()));
    }

    private static boolean accepts(JsonDecoder decoder, byte[] text) {
        try {
            // Somewhere in a greater array, as records of a batch are.
            byte[] padded = new byte[text.length + 20];
            Arrays.fill(padded, (byte) '"');
            System.arraycopy(text, 0, padded, 9, text.length);
            decoder.validate(padded, 9, 9 + text.length);
            return true;
        } catch (BadRecordException e) {
            assertThat(e.getMessage()).startsWith("value ");
            return false;
        }
    }

    @Test
    @Timeout(20)
    void everyCaseOfTheSuiteIsAcceptedOrRefusedAsItsNameSays() throws IOException {
        JsonDecoder decoder = decoder();
        List<String> wrong = cases().stream()
                .filter(path -> {
                    String name = path.getFileName().toString();
                    boolean accepted = accepts(decoder, read(path));
                    return name.startsWith("y_") && !accepted || name.startsWith("n_") && accepted;
                })
                .map(path -> path.getFileName().toString())
                .toList();

        assertThat(wrong).isEmpty();
    }

    @Test
    @Timeout(20)
    void noCaseOfTheSuiteCrashesADecoderOfFields() throws IOException {
        TreeBuilder tree = new TreeBuilder();
        var root = tree.root();
        var a = tree.list(root.child("a", true), tree.leaf(root.child("a", true).repeated("e", true), LeafType.DOUBLE));
        var b = tree.leaf(root.child("b", true), LeafType.STRING);
        var group = tree.group(
                root, List.of(new TreeBuilder.Member(a, Absence.NULL), new TreeBuilder.Member(b, Absence.NULL)));
        Row row = new Row(tree.leaves());
        JsonDecoder decoder = new JsonDecoder(group, row);
        for (Path path : cases()) {
            byte[] text = read(path);
            row.reset(text, text.length);
            try {
                decoder.decode(text, 0, text.length);
                assertThat(path.getFileName().toString()).matches("[yi]_.*");
            } catch (BadRecordException e) {
                assertThat(e.getMessage()).isNotBlank();
            } catch (RuntimeException e) {
                fail(path.getFileName() + " crashes the decoder", e);
            }
        }
    }

    @Test
    void whatIsAcceptedStaysTheSameJsonOnOneLineAndIndented() throws IOException {
        JsonDecoder decoder = decoder();
        int compared = 0;
        for (Path path : cases()) {
            byte[] text = read(path);
            if (!path.getFileName().toString().startsWith("y_") || !accepts(decoder, text)) {
                continue;
            }
            Bytes line = new Bytes(0);
            JsonText.compact(text, 0, text.length, line);
            Bytes indented = new Bytes(0);
            JsonText.indent(text, 0, text.length, indented);
            var expected = JACKSON.readTree(text);
            assertThat(JACKSON.readTree(line.array, 0, line.size)).isEqualTo(expected);
            assertThat(JACKSON.readTree(indented.array, 0, indented.size)).isEqualTo(expected);
            for (int i = 0; i < line.size; i++) {
                assertThat(line.array[i]).isNotEqualTo((byte) '\n');
            }
            compared++;
        }
        assertThat(compared).isEqualTo(95);
    }

    private static byte[] read(Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
