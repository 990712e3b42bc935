package io.millrace.mapreduce.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineScannerTest {
    @Test
    void lines_end_with_lf_or_crlf_and_the_last_needs_no_end() throws IOException {
        assertThat(lines("a\nb\r\n\r\n\nc")).containsExactly("0:a", "2:b", "5:", "7:", "8:c");
        assertThat(lines("a\n")).containsExactly("0:a");
        assertThat(lines("")).isEmpty();
        assertThat(lines("\n")).containsExactly("0:");
        assertThat(lines("a\rb\nc\r")).containsExactly("0:a\rb", "4:c\r");
    }

    @Test
    void a_byte_order_mark_is_no_part_of_the_first_line() throws IOException {
        assertThat(lines("\uFEFFa\nb")).containsExactly("3:a", "5:b");
        assertThat(lines("\uFEFF")).isEmpty();
    }

    @Test
    void any_parts_of_any_text_deliver_each_line_once_whatever_the_buffer() throws IOException {
        Random random = new Random(1);
        for (int round = 0; round < 300; round++) {
            StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "\uFEFF" : "");
            int length = random.nextInt(round % 5 == 0 ? 3 : 200);
            for (int i = 0; i < length; i++) {
                text.append("ab\n\r".charAt(random.nextInt(4)));
            }
            byte[] file = text.toString().getBytes(StandardCharsets.UTF_8);
            List<String> whole = lines(text.toString());
            int size = 1 + random.nextInt(Math.max(1, length));
            List<String> parts = new ArrayList<>();
            LineScanner scanner = new LineScanner(256);
            for (int start = 0; start < file.length; start += size) {
                int from = Math.max(0, start - 1);
                scanner.scan(
                        slow(new ByteArrayInputStream(file, from, file.length - from), random),
                        start,
                        start + size,
                        (b, p, q, offset) ->
                                parts.add(offset + ":" + new String(b, p, q - p, StandardCharsets.US_ASCII)));
            }
            assertThat(parts).as("%s in parts of %d", text, size).isEqualTo(whole);
        }
    }

    @Test
    void a_line_of_a_gigabyte_costs_no_more_memory_than_the_buffer() throws IOException {
        long length = 1L << 30;
        LineScanner scanner = new LineScanner(64 * 1024);
        List<String> starts = new ArrayList<>();
        scanner.scan(
                new Endless("ERROR x", length, "\nnext\n"),
                0,
                Long.MAX_VALUE,
                (b, from, to, offset) -> starts.add(
                        new String(b, from, Math.min(7, to - from), StandardCharsets.US_ASCII) + " " + (to - from)));
        assertThat(starts).containsExactly("ERROR x 65536", "next 4");
        assertThat(scanner.linesCut()).isEqualTo(1);
        assertThat(scanner.bytesRead()).isEqualTo(length + 6);
    }

    @Test
    void newlines_are_found_at_every_distance() {
        byte[] bytes = new byte[200];
        for (int from = 0; from < 40; from++) {
            for (int at = from; at < 150; at++) {
                java.util.Arrays.fill(bytes, (byte) 0x0B);
                bytes[at] = '\n';
                assertThat(Newlines.find(bytes, from, 150)).isEqualTo(at);
            }
            java.util.Arrays.fill(bytes, (byte) 0x8A);
            assertThat(Newlines.find(bytes, from, 150)).isEqualTo(150);
        }
    }

    private static List<String> lines(String text) throws IOException {
        List<String> lines = new ArrayList<>();
        new LineScanner(64)
                .scan(
                        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                        0,
                        Long.MAX_VALUE,
                        (b, from, to, offset) ->
                                lines.add(offset + ":" + new String(b, from, to - from, StandardCharsets.UTF_8)));
        return lines;
    }

    /** Gives a few bytes at a time, as networks do. */
    private static InputStream slow(InputStream in, Random random) {
        return new java.io.FilterInputStream(in) {
            @Override
            public int read(byte[] b, int off, int len) throws IOException {
                return super.read(b, off, Math.min(len, 1 + random.nextInt(20)));
            }
        };
    }

    /** A line of so many bytes that begins with a text, and what follows it. */
    private static final class Endless extends InputStream {
        private final byte[] start;
        private final byte[] end;
        private final long length;
        private long position;

        Endless(String start, long length, String end) {
            this.start = start.getBytes(StandardCharsets.US_ASCII);
            this.end = end.getBytes(StandardCharsets.US_ASCII);
            this.length = length;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("bytes are read in blocks");
        }

        @Override
        public int read(byte[] target, int offset, int wanted) {
            if (position == length + end.length) {
                return -1;
            }
            if (position < start.length || position >= length) {
                target[offset] = position < start.length ? start[(int) position] : end[(int) (position - length)];
                position++;
                return 1;
            }
            int count = (int) Math.min(wanted, length - position);
            java.util.Arrays.fill(target, offset, offset + count, (byte) 'x');
            position += count;
            return count;
        }
    }
}
