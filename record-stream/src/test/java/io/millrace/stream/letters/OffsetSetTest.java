package io.millrace.stream.letters;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OffsetSetTest {
    @ParameterizedTest
    @ValueSource(ints = {10, 20_000, 10_000_000})
    void agreesWithASetOfObjects(int range) {
        SplittableRandom random = new SplittableRandom(range);
        OffsetSet offsets = new OffsetSet();
        Set<Long> expected = new HashSet<>();
        for (int i = 0; i < 50_000; i++) {
            long offset = 65_530 + random.nextInt(range);
            assertThat(offsets.contains(offset)).isEqualTo(expected.contains(offset));
            assertThat(offsets.add(offset)).isEqualTo(expected.add(offset));
        }
    }

    @Test
    void tenMillionOffsetsInARowTakeABitEach() {
        OffsetSet offsets = new OffsetSet();
        LongStream.range(0, 10_000_000).forEach(offsets::add);
        assertThat(offsets.heldBytes()).isLessThanOrEqualTo(153 * 8_192);
        assertThat(offsets.add(9_999_999)).isFalse();
        assertThat(offsets.add(10_000_000)).isTrue();
    }

    @Test
    void sparseOffsetsTakeAFewBytesEach() {
        OffsetSet offsets = new OffsetSet();
        LongStream.range(0, 1_000_000).forEach(i -> offsets.add(i * 100));
        assertThat(offsets.heldBytes()).isLessThanOrEqualTo(4_000_000);
    }
}
