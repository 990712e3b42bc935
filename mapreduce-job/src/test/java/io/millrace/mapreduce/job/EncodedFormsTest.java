package io.millrace.mapreduce.job;

import static org.assertj.core.api.Assertions.assertThat;

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
        Path plain = Path.of(
                        LevelWords.class.getResource("documented/expected.txt").toURI())
                .getParent();
        Path encoded = Files.createDirectories(folder.resolve("encoded"));
        Path output = folder.resolve("out");
        List<Path> files;
        try (Stream<Path> all = Files.list(plain)) {
            files = all.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .toList();
        }
        int number = 0;
        for (Path file : files) {
            String text = Files.readString(file);
            String name = file.getFileName().toString();
            switch (number++ % 6) {
                case 0 -> Files.write(encoded.resolve(name), marked(text, StandardCharsets.UTF_16LE));
                case 1 -> Files.write(encoded.resolve(name), gzip(marked(text, StandardCharsets.UTF_16BE)));
                case 2 -> Files.write(encoded.resolve(name), marked(text, Charset.forName("UTF-32LE")));
                case 3 -> Files.write(encoded.resolve(name), text.getBytes(StandardCharsets.UTF_16LE));
                case 4 -> Files.write(encoded.resolve(name), zip("a.log", gzip(text.getBytes(StandardCharsets.UTF_8))));
                default ->
                    Files.write(encoded.resolve(name), marked(text.replace("\n", "\r\n"), StandardCharsets.UTF_8));
            }
        }
        Console ofPlain = Console.run("levels", "--by", "source", plain + "/*.log", folder.resolve("plain"));
        assertThat(ofPlain.status()).as(ofPlain.err()).isZero();
        Console ofEncoded = Console.run("levels", "--by", "source", encoded, output);
        assertThat(ofEncoded.status()).as(ofEncoded.err()).isZero();
        assertThat(byFile(output)).isEqualTo(byFile(folder.resolve("plain")));
        assertThat(byFile(output)).hasSizeGreaterThan(files.size());
    }

    /** The counts by file and level, without folders and members. */
    private static Map<String, Long> byFile(Path output) {
        Map<String, Long> counts = new TreeMap<>();
        Console.counts(output)
                .forEach((key, count) -> counts.merge(
                        key.replaceFirst(".*/(?:encoded|documented)/([^/]+\\.log)[^\t]*\t", "$1\t"), count, Long::sum));
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
