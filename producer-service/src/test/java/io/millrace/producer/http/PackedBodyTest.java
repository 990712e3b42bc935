package io.millrace.producer.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Bodies that come byte by byte over a network, so that nothing behind the last one read is ever there already. */
class PackedBodyTest {
    private static final byte[] FIRST = gzip("a\nb\n");
    private static final byte[] BODY = joined(FIRST, gzip("c\n"), gzip(""), gzip("d"));

    @Test
    void readsAllMembersOfABodyThatTrickles() throws Exception {
        assertThat(lines(new Trickle(BODY, false))).containsExactly("a", "b", "c", "d");
    }

    @Test
    void takesNoPartOfABodyWhoseConnectionBreaksAtWhateverByte() {
        for (int length = 0; length <= BODY.length; length++) {
            byte[] part = Arrays.copyOf(BODY, length);
            assertThatThrownBy(() -> lines(new Trickle(part, true)))
                    .as("%s bytes of %s", length, BODY.length)
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void takesNoBodyThatEndsWithinAMember() {
        for (int length = 0; length < FIRST.length; length++) {
            byte[] part = Arrays.copyOf(FIRST, length);
            assertThatThrownBy(() -> lines(new Trickle(part, false)))
                    .as("%s bytes of %s", length, FIRST.length)
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void takesNoBodyWithSomethingElseBehindItsMembers() {
        for (byte[] garbage : List.of(new byte[1], new byte[300], "plain\n".getBytes(StandardCharsets.US_ASCII))) {
            assertThatThrownBy(() -> lines(new Trickle(joined(BODY, garbage), false)))
                    .isInstanceOf(IOException.class);
        }
        // What looks like another member at first.
        for (int length = 1; length < FIRST.length; length++) {
            byte[] begun = Arrays.copyOf(FIRST, length);
            assertThatThrownBy(() -> lines(new Trickle(joined(BODY, begun), false)))
                    .isInstanceOf(IOException.class);
        }
    }

    private static List<String> lines(InputStream packed) throws IOException, RefusedException {
        return BodyLines.read(BodyLines.unpacked(packed), 1_000_000, new Room(1_000_000).share()).stream()
                .map(line -> new String(line, StandardCharsets.UTF_8))
                .toList();
    }

    static byte[] gzip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("memory refused bytes", e);
        }
        return bytes.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** Gives one byte at a time, never knows of a next one, and breaks at its end if told to. */
    private static final class Trickle extends InputStream {
        private final byte[] bytes;
        private final boolean breaks;
        private int at;

        Trickle(byte[] bytes, boolean breaks) {
            this.bytes = bytes;
            this.breaks = breaks;
        }

        @Override
        public int read() throws IOException {
            if (at == bytes.length) {
                if (breaks) {
                    throw new IOException("connection reset");
                }
                return -1;
            }
            return bytes[at++] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int next = length == 0 ? 0 : read();
            if (next < 0 || length == 0) {
                return next;
            }
            into[from] = (byte) next;
            return 1;
        }
    }
}
