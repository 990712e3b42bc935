package io.millrace.sources.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.sources.delivery.OutHeader;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncodingTest {
    private static final LongRecords USUAL = new LongRecords(1000, LongRecords.Treatment.SPLIT);

    @TempDir
    Path folder;

    private final Taken taken = new Taken();

    @ParameterizedTest
    @CsvSource({
        "ISO-8859-1, grüße",
        "windows-1252, 5 € grüße",
        "windows-1251, Привет",
        "UTF-8, grüße 😀",
        "UTF-16LE, ਊ grüße 😀",
        "UTF-16BE, ਊ grüße 😀",
        "UTF-32LE, grüße 😀",
        "Shift_JIS, ソースコード",
        "EUC-JP, 表示",
        "GBK, 中文日志",
        "GB18030, 中文日志 😀",
        "Big5, 許功蓋",
        "EUC-KR, 한국어"
    })
    void readsLinesOfEveryEncodingAndKeepsPlacesInBytesOfTheFile(String name, String text) throws IOException {
        Charset charset = Charset.forName(name);
        List<String> lines = List.of("first", text, "", text + text, "last");
        byte[] bytes = (String.join("\n", lines.subList(0, 2)) + "\r\n" + String.join("\n", lines.subList(2, 5)) + "\n")
                .getBytes(charset);
        Path file = Files.write(folder.resolve("in.log"), bytes);

        read(file, Encoding.of(name));

        assertThat(taken.values).isEqualTo(lines);
        assertThat(taken.replaced).isZero();
        assertThat(taken.offsets.get(1)).isEqualTo("first\n".getBytes(charset).length);
        // From each place on, the rest is the same.
        for (int i = 0; i < lines.size(); i++) {
            Taken rest = new Taken();
            reader(file, Framing.lines(Encoding.of(name)), USUAL, taken.offsets.get(i))
                    .advance(1 << 20, rest);
            assertThat(rest.values).isEqualTo(lines.subList(i, lines.size()));
        }
    }

    @ParameterizedTest
    @CsvSource({"UTF-16LE, fffe", "UTF-16BE, feff"})
    void recognisesUtf16ByItsMarkAlsoWhenItComesByteByByte(String name, String mark) throws IOException {
        byte[] content = ("ü ਊ\nzwei\r\n").getBytes(Charset.forName(name));
        Path file = Files.createFile(folder.resolve("in.log"));
        RecordReader reader = reader(file, Framing.lines(), USUAL, 0);
        append(file, (byte) Integer.parseInt(mark.substring(0, 2), 16));
        reader.advance(1 << 20, taken);
        append(file, (byte) Integer.parseInt(mark.substring(2, 4), 16));
        reader.advance(1 << 20, taken);
        for (byte one : content) {
            append(file, one);
            reader.advance(1 << 20, taken);
        }

        assertThat(taken.values).containsExactly("ü ਊ", "zwei");
        assertThat(reader.offset()).isEqualTo(Files.size(file));
        append(file, "drei\n".getBytes(Charset.forName(name)));
        reader(file, Framing.lines(), USUAL, reader.offset()).advance(1 << 20, taken);
        assertThat(taken.values).last().isEqualTo("drei");
    }

    @Test
    void takesOffTheMarkOfUtf8AndLeavesOtherBytesAsTheyAre() throws IOException {
        byte[] bytes = {
            (byte) 0xef, (byte) 0xbb, (byte) 0xbf, 'a', '\n', (byte) 0xf6, '\n', (byte) 0xef, (byte) 0xbb, '\n'
        };
        read(Files.write(folder.resolve("in.log"), bytes), Encoding.AS_IT_IS);

        assertThat(taken.bytes)
                .containsExactly(new byte[] {'a'}, new byte[] {(byte) 0xf6}, new byte[] {(byte) 0xef, (byte) 0xbb});
        assertThat(taken.replaced).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ef", "efbb", "ff", "fe", "feff", "efbbbf", "fffe"})
    void makesNoRecordOfAMarkAloneAndLosesNothingThatOnlyBeginsLikeOne(String hex) throws IOException {
        byte[] bytes = java.util.HexFormat.of().parseHex(hex);
        RecordReader reader = read(Files.write(folder.resolve("in.log"), bytes), Encoding.AS_IT_IS);
        reader.flushAll(taken);

        boolean mark = List.of("feff", "efbbbf", "fffe").contains(hex);
        assertThat(taken.bytes).hasSize(mark ? 0 : 1);
        assertThat(reader.offset()).isEqualTo(bytes.length);
    }

    @Test
    void replacesWhatIsNotOfTheEncodingAndCountsIt() throws IOException {
        byte[] bytes = "grüße\nfine �\n".getBytes(StandardCharsets.UTF_8);
        bytes[2] = (byte) 0xff;
        read(Files.write(folder.resolve("in.log"), bytes), Encoding.of("UTF-8"));

        assertThat(taken.values.get(0)).contains("�");
        assertThat(taken.values.get(1)).isEqualTo("fine �");
        assertThat(taken.replacedAt).containsOnly(0L);
        assertThat(taken.replaced).isEqualTo(2);
    }

    @Test
    void findsTheStartsOfRecordsInUtf16() throws IOException {
        byte[] bytes = "2026 a\n\tat x\n2026 b\n".getBytes(StandardCharsets.UTF_16LE);
        Path file = Files.write(folder.resolve("in.log"), bytes);
        RecordReader reader =
                reader(file, Framing.startingWith(Pattern.compile("\\d{4} "), Encoding.of("UTF-16LE")), USUAL, 0);
        reader.advance(1 << 20, taken);
        reader.flushLines(taken);

        assertThat(taken.values).containsExactly("2026 a\n\tat x", "2026 b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "Shift_JIS", "GBK", "ISO-8859-1", "GB18030"})
    void losesNothingWhateverTheContentTheLimitAndTheChunks(String name) throws IOException {
        Charset charset = Charset.forName(name);
        String alphabet = new String("ab \r#é表ソ中😀".getBytes(charset), charset);
        Random random = new Random(11);
        for (int run = 0; run < 60; run++) {
            StringBuilder text = new StringBuilder();
            IntStream.range(0, random.nextInt(40)).forEach(line -> {
                int length = random.nextInt(5) == 0 ? random.nextInt(200) : random.nextInt(20);
                random.ints(length, 0, alphabet.codePointCount(0, alphabet.length()))
                        .map(i -> alphabet.codePointAt(alphabet.offsetByCodePoints(0, i)))
                        .forEach(text::appendCodePoint);
                text.append(random.nextBoolean() ? "\n" : "\r\n");
            });
            Taken all = new Taken();
            LongRecords limit = new LongRecords(24 + random.nextInt(50), LongRecords.Treatment.SPLIT);
            Path file = Files.createTempFile(folder, "in", ".log");
            RecordReader reader = reader(file, Framing.lines(Encoding.of(name)), limit, 0);
            byte[] bytes = text.toString().getBytes(charset);
            for (int at = 0; at < bytes.length; ) {
                int next = Math.min(bytes.length, at + 1 + random.nextInt(60));
                append(file, java.util.Arrays.copyOfRange(bytes, at, next));
                reader.advance(1 << 20, all);
                at = next;
            }
            reader.flushAll(all);

            assertThat(String.join("", all.values).replaceAll("[\r\n]", ""))
                    .isEqualTo(text.toString().replaceAll("[\r\n]", ""));
            assertThat(all.values)
                    .allSatisfy(value -> assertThat(value.getBytes(StandardCharsets.UTF_8))
                            .hasSizeLessThanOrEqualTo(limit.maxBytes()));
            assertThat(all.replaced).isZero();
        }
    }

    @Test
    void refusesWhatIsNoEncodingOrOneInWhichLinesCannotBeFound() {
        assertThatThrownBy(() -> Encoding.of("latin-seven"))
                .hasMessageStartingWith("must be an encoding that Java knows");
        for (String name : List.of("IBM1047", "IBM037", "ISO-2022-JP")) {
            assertThatThrownBy(() -> Encoding.of(name))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a line feed is the code 10");
        }
    }

    private RecordReader read(Path file, Encoding encoding) throws IOException {
        RecordReader reader = reader(file, Framing.lines(encoding), USUAL, 0);
        reader.advance(1 << 20, taken);
        return reader;
    }

    private static RecordReader reader(Path file, Framing framing, LongRecords limit, long offset) throws IOException {
        return new RecordReader(Content.open(new LocalDisk(), file), framing, limit, offset, 0);
    }

    private static void append(Path file, byte... bytes) throws IOException {
        Files.write(file, bytes, StandardOpenOption.APPEND);
    }

    private static final class Taken implements RecordReader.RecordSink {
        private final List<String> values = new ArrayList<>();
        private final List<byte[]> bytes = new ArrayList<>();
        private final List<Long> offsets = new ArrayList<>();
        private final List<Long> replacedAt = new ArrayList<>();
        private int replaced;

        @Override
        public void record(byte[] value, int piece, long offset, List<OutHeader> headers) {
            values.add(new String(value, StandardCharsets.UTF_8));
            bytes.add(value);
            offsets.add(offset);
        }

        @Override
        public void refused(byte[] sample, long offset) {
            throw new AssertionError("nothing is to be refused");
        }

        @Override
        public void replaced(int characters, long offset, Encoding encoding) {
            replaced += characters;
            replacedAt.add(offset);
        }
    }
}
