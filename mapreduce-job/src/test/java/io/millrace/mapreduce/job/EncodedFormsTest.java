package io.millrace.mapreduce.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.mapreduce.SharedCases;
import io.millrace.mapreduce.level.LevelWords;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files in many forms have the same levels in every encoding and packing, file by file, in one job. */
class EncodedFormsTest {
    @TempDir
    private Path folder;

    @Test
    @Tag("thorough")
    void encodings_and_packings_change_no_count() throws IOException, URISyntaxException {
        assertSame(
                Path.of(LevelWords.class.getResource("documented/expected.txt").toURI())
                        .getParent());
    }

    @Test
    @Tag("thorough")
    void encodings_and_packings_change_no_count_of_the_shared_cases() throws IOException {
        assertSame(SharedCases.find("cases/levels"));
    }

    private void assertSame(Path plain) throws IOException {
        Path copies = Files.createDirectories(folder.resolve("plain"));
        Path encoded = Files.createDirectories(folder.resolve("encoded"));
        List<Path> files;
        try (Stream<Path> all = Files.walk(plain)) {
            files = all.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            String name = file.getFileName().toString();
            Files.copy(file, copies.resolve(name));
            for (Map.Entry<String, byte[]> form :
                    encodings(Files.readAllBytes(file)).entrySet()) {
                Files.write(
                        Files.createDirectories(encoded.resolve(form.getKey())).resolve(name), form.getValue());
            }
        }
        Path output = folder.resolve("out");
        Console.counted(copies, folder.resolve("out-plain"), "--by", "source");
        Console.counted(encoded, output, "--by", "source");
        Map<String, Long> expected = byFile(folder.resolve("out-plain"));
        Map<String, Long> found = byFile(output);
        assertThat(expected).hasSizeGreaterThan(files.size());
        for (String encoding : encodings(new byte[0]).keySet()) {
            Map<String, Long> ofEncoding = new TreeMap<>();
            found.forEach((key, count) -> {
                if (key.startsWith(encoding + "/")) {
                    ofEncoding.put(key.substring(encoding.length() + 1), count);
                }
            });
            Map<String, Long> lacking = new TreeMap<>(expected);
            lacking.entrySet().removeAll(ofEncoding.entrySet());
            ofEncoding.entrySet().removeAll(expected.entrySet());
            assertThat(lacking).as(encoding + " has not").isEmpty();
            assertThat(ofEncoding).as(encoding + " has beside").isEmpty();
        }
    }

    /** The same file in every encoding and packing, by a name for each. */
    private static Map<String, byte[]> encodings(byte[] bytes) throws IOException {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return Map.of(
                "utf-16le",
                marked(text, StandardCharsets.UTF_16LE),
                "utf-16be-gz",
                gzip(marked(text, StandardCharsets.UTF_16BE)),
                "utf-32",
                marked(text, Charset.forName("UTF-32LE")),
                "gz",
                gzip(bytes),
                "zip-gz",
                zip("a.log", gzip(bytes)),
                "windows",
                marked(text.replace("\n", "\r\n"), StandardCharsets.UTF_8));
    }

    /** The counts by encoding, file and level, without folders and members. */
    private static Map<String, Long> byFile(Path output) {
        Map<String, Long> counts = new TreeMap<>();
        Console.counts(output)
                .forEach((key, count) -> counts.merge(
                        key.replaceFirst(".*/(?:encoded|plain)/((?:[^/]+/)?[^/]+\\.log)[^\t]*\t", "$1\t"),
                        count,
                        Long::sum));
        counts.keySet().removeIf(key -> !key.contains(".log\t")); // a JSON record may name a source of its own
        return counts;
    }

    private static byte[] marked(String text, Charset charset) {
        return ("\uFEFF" + text).getBytes(charset);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }

    private static byte[] zip(String member, byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(packed)) {
            zip.putNextEntry(new ZipEntry(member));
            zip.write(bytes);
        }
        return packed.toByteArray();
    }
}
