package io.millrace.sources.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sources.delivery.OutHeader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerLogTest {
    private static final String TIME = "2026-01-01T00:00:00.123456789Z";
    private static final LongRecords USUAL = new LongRecords(1000, LongRecords.Treatment.SPLIT);

    @TempDir
    Path folder;

    @Test
    void joinsThePartsOfALineOfEachStreamByItself() throws IOException {
        List<String> records = read(ContainerFormat.CRI, USUAL, """
                %1$s stdout F whole
                %1$s stdout P one,\s
                %1$s stderr F an error
                %1$s stdout P two,\s
                %1$s stdout F three
                %1$s stderr F
                %1$s stdout F:tag \s\s
                """.formatted(TIME));

        assertThat(records)
                .containsExactly("stdout:whole", "stderr:an error", "stdout:one, two, three", "stderr:", "stdout:  ");
    }

    @Test
    void readsDockersFormat() throws IOException {
        List<String> records = read(ContainerFormat.DOCKER, USUAL, """
                {"log":"one \\u003c\\"two\\"\\n","stream":"stdout","time":"%1$s"}
                {"log":"begin ","stream":"stdout","time":"%1$s"}
                {"log":"oops\\r\\n","stream":"stderr","attrs":{"a":["b"]},"time":"%1$s"}
                {"log":"end\\n","stream":"stdout","time":"%1$s"}
                {"log":"unfinished","stream":"stdout","time":"%1$s"}
                """.formatted(TIME));

        assertThat(records)
                .containsExactly("stdout:one <\"two\"", "stderr:oops", "stdout:begin end", "stdout:unfinished");
    }

    @Test
    void takesEitherFormatAndOtherLinesAsTheyAre() throws IOException {
        List<String> records = read(ContainerFormat.AUTO, USUAL, """
                %1$s stdout F cri
                {"log":"docker\\n","stream":"stdout","time":"%1$s"}
                {"log":"no stream"}
                {"level":"info"}
                {"log":"a\\n","stream":"stdout","time":"%1$s"}{"log":"b\\n","stream":"stdout","time":"%1$s"}
                {"log":"a\\n","stream":"stdout","time":"%1$s"} and a rest
                plain
                %1$s stdin F no stream of a container
                """.formatted(TIME));

        assertThat(records)
                .containsExactly(
                        "stdout:cri",
                        "stdout:docker",
                        ":{\"log\":\"no stream\"}",
                        ":{\"level\":\"info\"}",
                        ":" + docker("a") + docker("b"),
                        ":" + docker("a") + " and a rest",
                        ":plain",
                        ":" + TIME + " stdin F no stream of a container");
    }

    @Test
    void looksForContainersWhereTheyLogOnlyUnlessToldOtherwise() {
        assertThat(ContainerFormat.AUTO.concerns("/var/log/containers/a_b_c-0.log"))
                .isTrue();
        assertThat(ContainerFormat.AUTO.concerns("/var/lib/docker/containers/0/0-json.log"))
                .isTrue();
        assertThat(ContainerFormat.AUTO.concerns("/var/log/app.log")).isFalse();
        assertThat(ContainerFormat.CRI.concerns("/var/log/app.log")).isTrue();
        assertThat(ContainerFormat.NONE.concerns("/var/log/pods/a.log")).isFalse();
    }

    @Test
    void joinsLinesOfOneStreamThatBelongToOneRecord() throws IOException {
        Path file = write("""
                %1$s stdout F 2026 first
                %1$s stderr F 2026 trouble
                %1$s stdout F \tat a
                %1$s stderr F \tat b
                %1$s stdout F 2026 second
                """.formatted(TIME));
        Taken taken = new Taken();
        RecordReader reader = reader(file, Optional.of(Pattern.compile("\\d{4} ")), USUAL, 0, 0);
        reader.advance(1 << 20, taken);
        assertThat(taken.records).containsExactly("stdout:2026 first\n\tat a");
        reader.flushLines(taken);
        assertThat(taken.records)
                .containsExactly("stdout:2026 first\n\tat a", "stderr:2026 trouble\n\tat b", "stdout:2026 second");
    }

    @Test
    void keepsARecordWhoseLineIsNotWholeUntilNothingElseComes() throws IOException {
        Path file = write("%1$s stdout P begun \n".formatted(TIME));
        Taken taken = new Taken();
        RecordReader reader = reader(file, Optional.empty(), USUAL, 0, 0);
        reader.advance(1 << 20, taken);
        reader.flushLines(taken);
        assertThat(taken.records).isEmpty();
        assertThat(reader.holdsSomething()).isTrue();
        reader.flushAll(taken);
        assertThat(taken.records).containsExactly("stdout:begun ");
        assertThat(reader.piece()).isZero();
    }

    @Test
    void givesAnUnfinishedRecordOutBehind64MibOfAnotherStream() throws IOException {
        String error = "%s stderr F %s\n".formatted(TIME, "e".repeat(900));
        int errors = (64 << 20) / error.length() + 2;
        Path file = write("%s stdout P prompt>\n".formatted(TIME));
        try (BufferedWriter log = Files.newBufferedWriter(file, StandardOpenOption.APPEND)) {
            for (int i = 0; i < errors; i++) {
                log.write(error);
            }
        }
        List<String> prompts = new ArrayList<>();
        int[] others = {0};
        RecordReader reader = reader(file, Optional.empty(), USUAL, 0, 0);
        reader.advance(1 << 30, new RecordReader.RecordSink() {
            @Override
            public void record(byte[] value, int piece, long offset, List<OutHeader> headers) {
                if (offset == 0) {
                    prompts.add(new String(value, StandardCharsets.UTF_8));
                } else {
                    others[0]++;
                }
            }

            @Override
            public void refused(byte[] sample, long offset) {}
        });

        assertThat(prompts).containsExactly("prompt>");
        assertThat(others[0]).isEqualTo(errors);
        assertThat(reader.holdsSomething()).isFalse();
        assertThat(reader.piece()).isZero();
    }

    @Test
    void readsUnfinishedRecordsAgainAsLinesWhenContainersAreNoLongerLookedFor() throws IOException {
        String begun = "%1$s stdout P begun \n".formatted(TIME);
        Path file = write(begun);
        RecordReader reader = reader(file, Optional.empty(), USUAL, 0, 0);
        Taken taken = new Taken();
        reader.advance(1 << 20, taken);
        assertThat(reader.offset()).isEqualTo(begun.length());
        RecordReader plain = new RecordReader(
                Content.open(new LocalDisk(), file), Framing.lines(), USUAL, reader.offset(), reader.piece());
        plain.advance(1 << 20, taken);
        assertThat(taken.records).containsExactly(":" + begun.strip() + " ");
    }

    @Test
    void handsOutEachRecordOnceWhereverItIsStoppedAndGoneOn() throws IOException {
        Random random = new Random(5);
        for (int run = 0; run < 120; run++) {
            String log = randomLog(random, run % 3 == 0);
            Optional<Pattern> start = run % 2 == 0 ? Optional.empty() : Optional.of(Pattern.compile("#"));
            LongRecords limit = new LongRecords(
                    run % 5 == 0 ? 20 : 10_000,
                    run % 4 == 0 ? LongRecords.Treatment.REFUSE : LongRecords.Treatment.SPLIT);
            // Some of the logs are longer than it.
            long wait = run % 7 < 3 ? 200 + random.nextInt(500) : 64 << 20;
            Taken whole = new Taken();
            RecordReader once = reader(write(log), start, wait, limit, 0, 0);
            once.advance(1 << 20, whole);
            once.flushAll(whole);

            Path file = write("");
            Taken parts = new Taken();
            long offset = 0;
            int piece = 0;
            byte[] bytes = log.getBytes(StandardCharsets.UTF_8);
            for (int at = 0; at < bytes.length; ) {
                at = Math.min(bytes.length, at + 1 + random.nextInt(400));
                Files.write(file, java.util.Arrays.copyOf(bytes, at));
                // A new life, which knows the position only.
                RecordReader reader = reader(file, start, wait, limit, offset, piece);
                reader.advance(1 << 20, parts);
                offset = reader.offset();
                piece = reader.piece();
            }
            reader(file, start, wait, limit, offset, piece).flushAll(parts);

            assertThat(parts.records).isEqualTo(whole.records);
            assertThat(parts.pieces).isEqualTo(whole.pieces);
            assertThat(parts.refused).isEqualTo(whole.refused);
        }
    }

    private static String randomLog(Random random, boolean foreign) {
        StringBuilder log = new StringBuilder();
        int lines = 1 + random.nextInt(40);
        for (int i = 0; i < lines; i++) {
            String content = (random.nextInt(3) == 0 ? "#" : "") + "line" + i + "é".repeat(random.nextInt(12));
            if (foreign && random.nextInt(10) == 0) {
                log.append("foreign ").append(i).append('\n');
                continue;
            }
            log.append(TIME)
                    .append(random.nextInt(3) == 0 ? " stderr " : " stdout ")
                    .append(random.nextInt(3) == 0 ? "P " : "F ")
                    .append(content)
                    .append('\n');
        }
        return log.toString();
    }

    private static String docker(String line) {
        return "{\"log\":\"" + line + "\\n\",\"stream\":\"stdout\",\"time\":\"" + TIME + "\"}";
    }

    private List<String> read(ContainerFormat format, LongRecords limit, String log) throws IOException {
        Taken taken = new Taken();
        RecordReader reader = new RecordReader(
                Content.open(new LocalDisk(), write(log)),
                Framing.lines(new ContainerJoiner(format, Optional.empty())),
                limit,
                0,
                0);
        reader.advance(1 << 20, taken);
        reader.flushAll(taken);
        return taken.records;
    }

    private static RecordReader reader(Path file, Optional<Pattern> start, LongRecords limit, long offset, int piece)
            throws IOException {
        return reader(file, start, 64 << 20, limit, offset, piece);
    }

    private static RecordReader reader(
            Path file, Optional<Pattern> start, long wait, LongRecords limit, long offset, int piece)
            throws IOException {
        return new RecordReader(
                Content.open(new LocalDisk(), file),
                Framing.lines(new ContainerJoiner(ContainerFormat.CRI, start, wait)),
                limit,
                offset,
                piece);
    }

    private Path write(String log) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "in", ".log"), log);
    }

    private static final class Taken implements RecordReader.RecordSink {
        private final List<String> records = new ArrayList<>();
        private final List<Integer> pieces = new ArrayList<>();
        private final List<Long> refused = new ArrayList<>();

        @Override
        public void record(byte[] value, int piece, long offset, List<OutHeader> headers) {
            String stream = headers.isEmpty() ? "" : new String(headers.get(0).value(), StandardCharsets.UTF_8);
            records.add(stream + ":" + new String(value, StandardCharsets.UTF_8));
            pieces.add(piece);
            if (!headers.isEmpty()) {
                assertThat(headers.get(1).name()).isEqualTo("container.time");
                assertThat(headers.get(1).value()).isEqualTo(TIME.getBytes(StandardCharsets.UTF_8));
            }
        }

        @Override
        public void refused(byte[] sample, long offset) {
            refused.add(offset);
        }
    }
}
