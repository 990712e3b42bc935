package io.millrace.sources.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SamenessTest {
    private static final byte[] NUL = new byte[8000];

    /** A packed generation whose beginning is NUL, as a writer without O_APPEND leaves it. */
    private static final Stretch GENERATION = of("line 457\n".repeat(400), 3000);

    @Test
    void agreesNoFurtherThanBytesThatTellSomething() throws IOException {
        Fingerprint hole = Fingerprint.of(NUL, 0, Fingerprint.MAX_LENGTH);
        Fingerprint end = Fingerprint.of(NUL, 0, 5);
        // Taken of a log that was truncated just then.
        Mark nothing = new Mark(GENERATION.length(), Fingerprint.EMPTY);

        Sameness sameness = Sameness.of(GENERATION, new Reached(8051, 0, hole, end, List.of(nothing)));

        assertThat(sameness.agreed()).isZero();
        assertThat(sameness.isTrusted()).isFalse();
    }

    @Test
    void isWholeOnlyWithAllBytesThatThereWere() {
        Fingerprint full = Fingerprint.of(NUL, 0, Fingerprint.MAX_LENGTH);
        Fingerprint short5 = Fingerprint.of(NUL, 0, 5);

        assertThat(new Reached(5000, 0, full, full, List.of()).isWhole()).isTrue();
        assertThat(new Reached(5, 0, short5, short5, List.of()).isWhole()).isTrue();
        assertThat(new Reached(5000, 0, full, Fingerprint.EMPTY, List.of()).isWhole())
                .isFalse();
        assertThat(new Reached(5000, 0, short5, full, List.of()).isWhole()).isFalse();
    }

    private static Stretch of(String text, int hole) {
        byte[] bytes = new byte[hole + text.length()];
        System.arraycopy(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, bytes, hole, text.length());
        return new Stretch() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public Fingerprint before(long end, int length) {
                return Fingerprint.of(bytes, (int) end - length, length);
            }
        };
    }
}
