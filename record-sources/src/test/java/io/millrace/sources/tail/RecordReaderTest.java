package io.millrace.sources.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sources.delivery.OutHeader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordReaderTest {
    private static final LongRecords USUAL = new LongRecords(1000, LongRecords.Treatment.SPLIT);

    @TempDir
    Path folder;

    private final Taken taken = new Taken();

    @Test
    void stripsLineEndsOfBothKindsAndNothingElse() throws IOException {
        read(Framing.lines(), USUAL, "a \t\r\nb\n\n\rc\r\r\nlast\n");

        assertThat(taken.values).containsExactly("a \t", "b", "", "\rc\r", "last");
    }

    @Test
    void holdsALastLineWithoutLineEndUntilItIsGivenOut() throws IOException {
        RecordReader reader = read(Framing.lines(), USUAL, "one\ntwo");

        assertThat(taken.values).containsExactly("one");
        assertThat(reader.offset()).isEqualTo(4);
        reader.flushAll(taken);
        assertThat(taken.values).containsExactly("one", "two");
        assertThat(reader.offset()).isEqualTo(7);
    }

    @Test
    void takesALateLineEndOfALineThatWasGivenOutForNoRecordOfItsOwn() throws IOException {
        Path file = write("one".getBytes(StandardCharsets.UTF_8));
        RecordReader reader = reader(file, Framing.lines(), USUAL, 0, 0);
        reader.advance(1 << 20, taken);
        reader.flushAll(taken);
        Files.writeString(file, "\ntwo\n", StandardOpenOption.APPEND);
        reader.advance(1 << 20, taken);

        assertThat(taken.values).containsExactly("one", "two");
        assertThat(taken.pieces).containsExactly(0, 0);
    }

    @Test
    void marksWhatIsAddedToALineThatWasGivenOutAsItsNextPiece() throws IOException {
        Path file = write("one".getBytes(StandardCharsets.UTF_8));
        RecordReader reader = reader(file, Framing.lines(), USUAL, 0, 0);
        reader.advance(1 << 20, taken);
        reader.flushAll(taken);
        Files.writeString(file, " more\ntwo\n", StandardOpenOption.APPEND);
        reader.advance(1 << 20, taken);

        assertThat(taken.values).containsExactly("one", " more", "two");
        assertThat(taken.pieces).containsExactly(0, 2, 0);
    }

    @Test
    void joinsLinesUpToTheNextStartOfARecord() throws IOException {
        String log =
                "2026 ERROR broken\n\tat a.b(C.java:1)\nCaused by: x\n2026 INFO fine\r\n  indented\r\n2026 WARN last\n";
        RecordReader reader = read(Framing.startingWith(Pattern.compile("\\d{4} ")), USUAL, log);

        assertThat(taken.values)
                .containsExactly("2026 ERROR broken\n\tat a.b(C.java:1)\nCaused by: x", "2026 INFO fine\r\n  indented");
        reader.flushLines(taken);
        assertThat(taken.values).last().isEqualTo("2026 WARN last");
    }

    @Test
    void joinsLinesTheSameHoweverTheyArrive() throws IOException {
        Path file = write(new byte[0]);
        RecordReader reader = reader(file, Framing.startingWith(Pattern.compile("#")), USUAL, 0, 0);
        String log = "#1\n a\n b\n#2\n#3\n c\n#4\n";
        for (char c : log.toCharArray()) {
            Files.writeString(file, String.valueOf(c), StandardOpenOption.APPEND);
            reader.advance(1 << 20, taken);
        }
        reader.flushAll(taken);

        assertThat(taken.values).containsExactly("#1\n a\n b", "#2", "#3\n c", "#4");
    }

    @Test
    void splitsALongLineIntoNumberedPiecesThatTogetherAreTheLine() throws IOException {
        String line = "äöü€😀".repeat(500);
        read(Framing.lines(), USUAL, "before\n" + line + "\r\nafter\n");

        assertThat(taken.values.get(0)).isEqualTo("before");
        assertThat(String.join("", taken.values.subList(1, taken.values.size() - 1)))
                .isEqualTo(line);
        assertThat(taken.pieces.subList(1, taken.pieces.size() - 1))
                .containsExactlyElementsOf(java.util.stream.IntStream.rangeClosed(1, taken.pieces.size() - 2)
                        .boxed()
                        .toList());
        assertThat(taken.values)
                .allSatisfy(value ->
                        assertThat(value.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(1000));
        assertThat(taken.values).last().isEqualTo("after");
    }

    @Test
    void takesALineOfExactlyTheLimitWhole() throws IOException {
        String line = "x".repeat(1000);
        read(Framing.lines(), USUAL, line + "\n" + line + "\r\n" + line);

        assertThat(taken.values).containsExactly(line, line);
        assertThat(taken.pieces).containsExactly(0, 0);
    }

    @Test
    void goesOnInTheMiddleOfALongLine() throws IOException {
        String line = "0123456789".repeat(350);
        Path file = write((line + "\nafter\n").getBytes(StandardCharsets.UTF_8));
        RecordReader reader = reader(file, Framing.lines(), USUAL, 2000, 2);
        reader.advance(1 << 20, taken);

        assertThat(taken.values).containsExactly(line.substring(2000, 3000), line.substring(3000), "after");
        assertThat(taken.pieces).containsExactly(3, 4, 0);
    }

    @Test
    void refusesALongLineWithItsBeginningAndPlaceAndGoesOnBehindIt() throws IOException {
        LongRecords refuse = new LongRecords(1000, LongRecords.Treatment.REFUSE);
        read(Framing.lines(), refuse, "before\n" + "y".repeat(500_000) + "\nafter\n");

        assertThat(taken.values).containsExactly("before", "after");
        assertThat(taken.refusedAt).containsExactly(7L);
    }

    @Test
    void readsALineOf100MegabytesInBoundedMemory() throws IOException {
        Path file = folder.resolve("huge.log");
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] megabyte = "z".repeat(1_000_000).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 100; i++) {
                out.write(megabyte);
            }
            out.write("\nafter\n".getBytes(StandardCharsets.UTF_8));
        }
        Counting counting = new Counting();
        RecordReader reader =
                reader(file, Framing.lines(), new LongRecords(1_000_000, LongRecords.Treatment.SPLIT), 0, 0);
        while (reader.advance(1 << 20, counting) > 0) {
            assertThat(reader.capacity()).isLessThan(5_000_000);
        }

        assertThat(counting.bytes).isEqualTo(100_000_005);
        assertThat(counting.records).isEqualTo(101);
    }

    @Test
    void cutsTheSameRecordsFromPackedContent() throws IOException {
        String log = "one\ntwo\nthree\n".repeat(20_000);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(log.getBytes(StandardCharsets.UTF_8));
        }
        RecordReader reader = reader(write(packed.toByteArray()), Framing.lines(), USUAL, 8, 0);
        while (reader.advance(1 << 20, taken) > 0) {
            assertThat(reader.offset()).isPositive();
        }

        assertThat(taken.values).hasSize(59_998).startsWith("three", "one", "two");
    }

    @Test
    void losesNothingWhateverTheContentAndTheLimit() throws IOException {
        Random random = new Random(7);
        for (int run = 0; run < 60; run++) {
            StringBuilder text = new StringBuilder();
            int lines = random.nextInt(40);
            for (int i = 0; i < lines; i++) {
                int length = random.nextInt(5) == 0 ? random.nextInt(400) : random.nextInt(20);
                for (int c = 0; c < length; c++) {
                    text.append("ab é€\r#".charAt(random.nextInt(7)));
                }
                text.append(random.nextBoolean() ? "\n" : "\r\n");
            }
            Framing framing = run % 2 == 0 ? Framing.lines() : Framing.startingWith(Pattern.compile("#"));
            taken.clear();
            LongRecords limit = new LongRecords(16 + random.nextInt(50), LongRecords.Treatment.SPLIT);
            read(framing, limit, text.toString()).flushAll(taken);

            // Line ends between records are gone; all other bytes must be there in order.
            assertThat(String.join("", taken.values).replaceAll("[\r\n]", ""))
                    .isEqualTo(text.toString().replaceAll("[\r\n]", ""));
        }
    }

    @Test
    void passesOverARunOfNulThatIsLongerThanARecordMayBeInOneGo() throws IOException {
        String hole = "\0".repeat(200_010);
        read(Framing.lines(), USUAL, "one\n" + hole + "two\nthree\n");

        assertThat(taken.values).containsExactly("one", "two", "three");
        assertThat(taken.pieces).containsOnly(0);
        assertThat(taken.holes).containsExactly(200_010L);
    }

    @Test
    void knowsTheRestOfSuchARunForOneWhereverAnotherRunReadsOn() throws IOException {
        for (int hole = 66_000; hole < 67_000; hole += 7) {
            taken.clear();
            byte[] content = ("\0".repeat(hole) + "two\n").getBytes(StandardCharsets.UTF_8);
            Path file = write(SimPacking.GZIP.pack(content));
            RecordReader before = reader(file, Framing.lines(), USUAL, 0, 0);
            before.advance(66_100, taken);
            reader(file, Framing.lines(), USUAL, before.offset(), before.piece())
                    .advance(1 << 20, taken);

            assertThat(taken.values).singleElement().satisfies(value -> {
                int nul = PlainContent.holeAtStart(value.getBytes(StandardCharsets.UTF_8));
                assertThat(value.substring(nul)).isEqualTo("two");
            });
        }
    }

    private RecordReader read(Framing framing, LongRecords longRecords, String content) throws IOException {
        RecordReader reader = reader(write(content.getBytes(StandardCharsets.UTF_8)), framing, longRecords, 0, 0);
        reader.advance(Integer.MAX_VALUE, taken);
        return reader;
    }

    private Path write(byte[] bytes) throws IOException {
        Path file = Files.createTempFile(folder, "in", ".log");
        return Files.write(file, bytes);
    }

    private static RecordReader reader(Path file, Framing framing, LongRecords longRecords, long offset, int piece)
            throws IOException {
        return new RecordReader(Content.open(new LocalDisk(), file), framing, longRecords, offset, piece);
    }

    private static final class Taken implements RecordReader.RecordSink {
        private final List<String> values = new ArrayList<>();
        private final List<Integer> pieces = new ArrayList<>();
        private final List<Long> refusedAt = new ArrayList<>();
        private final List<Long> holes = new ArrayList<>();

        @Override
        public void hole(long bytes) {
            holes.add(bytes);
        }

        @Override
        public void record(byte[] value, int piece, long offset, List<OutHeader> headers) {
            values.add(new String(value, StandardCharsets.UTF_8));
            pieces.add(piece);
        }

        @Override
        public void refused(byte[] sample, long offset) {
            refusedAt.add(offset);
        }

        void clear() {
            values.clear();
            pieces.clear();
        }
    }

    private static final class Counting implements RecordReader.RecordSink {
        private long bytes;
        private int records;

        @Override
        public void record(byte[] value, int piece, long offset, List<OutHeader> headers) {
            bytes += value.length;
            records++;
        }

        @Override
        public void refused(byte[] sample, long offset) {
            throw new AssertionError("nothing is to be refused");
        }
    }
}
