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
        int number = 0;
        for (Path file : files) {
            String name = file.getFileName().toString();
            Files.copy(file, copies.resolve(name));
            byte[] bytes = Files.readAllBytes(file);
            String text = new String(bytes, StandardCharsets.UTF_8);
            switch (number++ % 6) {
                case 0 -> Files.write(encoded.resolve(name), marked(text, StandardCharsets.UTF_16LE));
                case 1 -> Files.write(encoded.resolve(name), gzip(marked(text, StandardCharsets.UTF_16BE)));
                case 2 -> Files.write(encoded.resolve(name), marked(text, Charset.forName("UTF-32LE")));
                case 3 -> Files.write(encoded.resolve(name), gzip(bytes));
                case 4 -> Files.write(encoded.resolve(name), zip("a.log", gzip(bytes)));
                default ->
                    Files.write(encoded.resolve(name), marked(text.replace("\n", "\r\n"), StandardCharsets.UTF_8));
            }
        }
        Path output = folder.resolve("out");
        Console.counted(copies, folder.resolve("out-plain"), "--by", "source");
        Console.counted(encoded, output, "--by", "source");
        assertThat(byFile(output)).isEqualTo(byFile(folder.resolve("out-plain")));
        assertThat(byFile(output)).hasSizeGreaterThan(files.size());
    }

    /** The counts by file and level, without folders and members. */
    private static Map<String, Long> byFile(Path output) {
        Map<String, Long> counts = new TreeMap<>();
        Console.counts(output)
                .forEach((key, count) -> counts.merge(
                        key.replaceFirst(".*/(?:encoded|plain)/([^/]+\\.log)[^\t]*\t", "$1\t"), count, Long::sum));
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
