package io.millrace.mapreduce.job;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.airlift.compress.lz4.Lz4Compressor;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Files whose records lie below one layer or several, and files that only look so. */
class PackedInputTest {
    private static final String TEXT = "2024-05-01 10:00:00,001 INFO  [main] com.acme.A: started\n"
            + "2024-05-01 10:00:00,002 ERROR [main] com.acme.A: no WARN\n";

    @TempDir
    private Path folder;

    private Path input;
    private int runs;

    @BeforeEach
    void input() throws IOException {
        input = Files.createDirectories(folder.resolve("in"));
    }

    /** Wraps a stream into one that packs. */
    private interface Packing {
        OutputStream around(OutputStream out) throws IOException;
    }

    private static byte[] packed(Packing packing, byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = packing.around(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    private Console run(Object... options) {
        return Console.levels(input, output(++runs), options);
    }

    private Path output(int number) {
        return folder.resolve("out" + number);
    }

    private void assertCounted(String level, long each) {
        Console console = run();
        assertThat(console.status()).as(console.err()).isZero();
        assertThat(Console.counts(output(runs))).containsEntry(level, each).containsOnlyKeys("INFO", "ERROR");
    }

    @Test
    void whatever_a_file_is_packed_in_is_told_by_its_first_bytes_and_not_by_its_name() throws IOException {
        byte[] plain = TEXT.repeat(3000).getBytes(UTF_8);
        List<Packing> packings = List.of(
                GZIPOutputStream::new,
                BZip2CompressorOutputStream::new,
                FramedLZ4CompressorOutputStream::new,
                out -> new XZOutputStream(out, new LZMA2Options(1)),
                DeflaterOutputStream::new,
                out -> new DeflaterOutputStream(new GZIPOutputStream(out)));
        for (int i = 0; i < packings.size(); i++) {
            Files.write(input.resolve("rotated." + i), packed(packings.get(i), plain));
        }
        assertCounted("INFO", 3000L * packings.size());
    }

    @Test
    void a_text_that_is_named_like_a_compressed_file_is_a_text() throws IOException {
        for (String ending : List.of("lz4", "snappy", "bz2", "deflate", "xz", "tar", "zip")) {
            Files.writeString(input.resolve("a." + ending), TEXT);
        }
        assertCounted("ERROR", 7);
    }

    @Test
    void blocks_of_hadoops_lz4_are_read_and_a_length_that_cannot_be_is_damage() throws IOException {
        byte[] plain = TEXT.repeat(100).getBytes(UTF_8);
        byte[] block = new byte[plain.length * 2];
        int length = new Lz4Compressor().compress(plain, 0, plain.length, block, 0, block.length);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (int i = 0; i < 2; i++) {
            out.writeInt(plain.length);
            out.writeInt(length);
            out.write(block, 0, length);
        }
        Files.write(input.resolve("a.lz4"), bytes.toByteArray());
        assertCounted("INFO", 200);
        out.writeInt(Integer.MAX_VALUE);
        out.writeInt(1);
        Files.write(input.resolve("a.lz4"), bytes.toByteArray());
        assertThat(run().err()).contains("a.lz4: damaged or cut short (lz4): a block's length is 2147483647");
    }

    @Test
    void utf_16_and_utf_32_are_text_with_their_mark_and_without_and_below_gzip() throws IOException {
        String text = TEXT + TEXT.replace("started", "gestartet \u00fc\u4e2d").replace("\n", "\r\n");
        byte[] utf16 = text.getBytes(UTF_16);
        Files.write(input.resolve("a"), utf16);
        Files.write(input.resolve("b"), packed(GZIPOutputStream::new, utf16));
        Files.write(input.resolve("c"), TEXT.getBytes(UTF_16LE));
        Files.write(input.resolve("d"), ("\uFEFF" + TEXT).getBytes(Charset.forName("UTF-32LE")));
        Files.write(
                input.resolve("e.gz"),
                packed(GZIPOutputStream::new, ("\uFEFF" + TEXT).getBytes(Charset.forName("UTF-32BE"))));
        assertCounted("INFO", 7);
    }

    @Test
    void an_archives_members_are_files_of_a_folder_with_formats_of_their_own() throws IOException {
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        try (TarArchiveOutputStream out = new TarArchiveOutputStream(tar)) {
            member(out, "./app/one.log", TEXT.getBytes(UTF_8));
            member(out, "./app/two.log.gz", packed(GZIPOutputStream::new, TEXT.getBytes(UTF_8)));
            member(out, "./app/three.json", "{\"level\":\"info\"}\n{\"level\":\"error\"}".getBytes(UTF_8));
            member(out, "./_SUCCESS", "INFO: no record\n".getBytes(UTF_8));
            member(out, "./app/empty.log", new byte[0]);
        }
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(zip)) {
            out.putNextEntry(new ZipEntry("app/"));
            out.putNextEntry(new ZipEntry("app/one.log"));
            out.write(TEXT.getBytes(UTF_8));
        }
        Files.write(input.resolve("plain.tar"), tar.toByteArray());
        Files.write(input.resolve("logs.tgz"), packed(GZIPOutputStream::new, tar.toByteArray()));
        Files.write(input.resolve("logs.zip"), zip.toByteArray());
        assertCounted("INFO", 7);
        assertThat(run("--by=source", "--skip-bad-files").status()).isZero();
        assertThat(Console.counts(output(runs)))
                .hasSize(14)
                .containsEntry(input + "/logs.tgz/./app/two.log.gz\tERROR", 1L)
                .containsEntry(input + "/logs.zip/app/one.log\tINFO", 1L);
    }

    private static void member(TarArchiveOutputStream out, String name, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        out.putArchiveEntry(entry);
        out.write(content);
        out.closeArchiveEntry();
    }

    @Test
    void what_cannot_be_read_is_named_at_every_layer_and_never_counted() throws IOException {
        byte[] noise = new byte[5000];
        new Random(1).nextBytes(noise);
        noise[0] = 0;
        Files.writeString(input.resolve("good.log"), TEXT);
        Files.write(input.resolve("noise.gz"), packed(GZIPOutputStream::new, noise));
        Files.writeString(input.resolve("a.avro"), "Obj\u0001\u0004avro.schema");
        Files.writeString(input.resolve("b"), "SEQ\u0006org.apache.hadoop.io.Text");
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        try (TarArchiveOutputStream out = new TarArchiveOutputStream(tar)) {
            member(out, "one.log", TEXT.getBytes(UTF_8));
            member(out, "bin/tool", noise);
        }
        Files.write(input.resolve("c.tar"), tar.toByteArray());
        byte[] xz = packed(
                out -> new XZOutputStream(out, new LZMA2Options(1)),
                TEXT.repeat(5000).getBytes(UTF_8));
        Files.write(input.resolve("cut.xz"), Arrays.copyOf(xz, xz.length - 40));
        Console console = run();
        assertThat(console.status()).isEqualTo(1);
        assertThat(console.err())
                .contains("5 files cannot be read")
                .contains("noise.gz: holds neither text nor any format")
                .contains("a.avro: holds Avro, which this job does not read")
                .contains("/b: holds a SequenceFile, which this job does not read")
                .contains("c.tar: member bin/tool holds neither text")
                .contains("cut.xz: damaged or cut short (xz)");
        for (List<String> more : List.of(List.<String>of(), List.of("--by=source"), List.of("--top-messages=2"))) {
            Object[] options = new Object[more.size() + 1];
            options[0] = "--skip-bad-files";
            System.arraycopy(more.toArray(), 0, options, 1, more.size());
            assertThat(run(options).out()).contains("Left out, because they cannot be read: 5 files");
            assertThat(Console.counts(output(runs)).values()).containsOnly(1L).hasSize(2);
        }
    }

    @Test
    void leaving_bad_files_out_leaves_no_intact_one_out() throws IOException {
        byte[] plain = TEXT.repeat(2000).getBytes(UTF_8);
        Files.write(input.resolve("small.gz"), packed(GZIPOutputStream::new, TEXT.getBytes(UTF_8)));
        Files.write(input.resolve("a.gz"), packed(GZIPOutputStream::new, plain));
        Files.write(input.resolve("a.bz2"), packed(BZip2CompressorOutputStream::new, plain));
        Files.write(input.resolve("a.lz4"), packed(FramedLZ4CompressorOutputStream::new, plain));
        Files.write(input.resolve("utf16"), TEXT.getBytes(UTF_16));
        for (String option : List.of("--by=hour", "--top-messages=3")) {
            Console console = run("--skip-bad-files", option);
            assertThat(console.status()).as(console.err()).isZero();
            assertThat(console.out())
                    .doesNotContain("Left out")
                    .contains("INFO")
                    .contains("5 files");
            assertThat(Console.counts(output(runs)).values()).containsOnly(6002L);
        }
    }

    @Test
    void names_with_a_colon_are_names_in_a_folder_and_in_patterns() throws IOException {
        Files.writeString(input.resolve("nova-api.log.2024-05-01_10:00:00"), TEXT);
        Files.writeString(input.resolve("nova-api.log.2024-05-01_11:00:00"), TEXT);
        assertCounted("INFO", 2);
        for (Map.Entry<String, Long> pattern : Map.of(
                        "nova-api.log.2024-05-01_10:00:00",
                        1L,
                        "nova*",
                        2L,
                        "*.log.2024-05-01_1[0-1]:00:00",
                        2L,
                        "{nova,keystone}-api.log.*_11:*",
                        1L)
                .entrySet()) {
            Path output = output(++runs);
            Console console = Console.run("levels", input.resolve(pattern.getKey()), output);
            assertThat(console.status()).as(pattern + console.err()).isZero();
            assertThat(Console.counts(output)).as(pattern.getKey()).containsEntry("ERROR", pattern.getValue());
        }
    }

    @Test
    void links_that_lead_back_count_nothing_twice() throws IOException {
        Files.writeString(input.resolve("a.log"), TEXT);
        Files.createSymbolicLink(input.resolve("current.log"), input.resolve("a.log"));
        Files.createSymbolicLink(input.resolve("loop"), input);
        assertCounted("INFO", 1);
    }
}
