package io.millrace.launcher.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PresentOffsetsTest {
    @Test
    void markersOfTransactionsAreNoRecords() {
        PresentOffsets offsets = new PresentOffsets(0);
        offsets.present(0);
        offsets.present(1);
        offsets.present(3);
        offsets.absentUpTo(5);
        assertThat(offsets.next()).isEqualTo(5);
        assertThat(offsets.before(5)).isEqualTo(3);
        assertThat(offsets.before(3)).isEqualTo(2);
        assertThat(offsets.before(2)).isEqualTo(2);
        assertThat(offsets.before(0)).isZero();
    }

    @Test
    void everyOffsetHasAsManyRecordsBeforeItAsThereAre() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            long first = random.nextInt(5);
            PresentOffsets offsets = new PresentOffsets(first);
            TreeSet<Long> records = new TreeSet<>();
            for (long offset = first; offset < 200; offset++) {
                if (random.nextInt(10) < 1 + seed % 9) {
                    records.add(offset);
                    offsets.present(offset);
                } else if (random.nextBoolean()) {
                    offsets.absentUpTo(offset + 1);
                }
            }
            offsets.absentUpTo(200);
            for (long offset = 0; offset <= 200; offset++) {
                assertThat(offsets.before(offset))
                        .as("seed %d, offset %d", seed, offset)
                        .isEqualTo(records.headSet(offset).size());
            }
        }
    }
}
