package io.millrace.stream.letters;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimedOffsetSetTest {
    @ParameterizedTest
    @ValueSource(ints = {10, 20_000, 10_000_000})
    void agreesWithASetOfObjects(int range) {
        SplittableRandom random = new SplittableRandom(range);
        TimedOffsetSet offsets = new TimedOffsetSet();
        Set<List<Long>> expected = new HashSet<>();
        for (int i = 0; i < 50_000; i++) {
            long offset = 65_530 + random.nextInt(range);
            long timestamp = random.nextInt(3);
            List<Long> pair = List.of(offset, timestamp);
            assertThat(offsets.contains(offset, timestamp)).isEqualTo(expected.contains(pair));
            assertThat(offsets.add(offset, timestamp)).isEqualTo(expected.add(pair));
        }
    }

    @Test
    void aMillionOffsetsInARowTakeTenBytesEach() {
        TimedOffsetSet offsets = new TimedOffsetSet();
        LongStream.range(0, 1_048_576).forEach(i -> offsets.add(i, 1_800_000_000_000L + i));
        assertThat(offsets.heldBytes()).isEqualTo(10_485_760);
    }
}
