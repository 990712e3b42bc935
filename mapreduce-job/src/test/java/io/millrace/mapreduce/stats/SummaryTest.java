package io.millrace.mapreduce.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class SummaryTest {
    @Test
    void merged_parts_equal_the_whole_even_after_being_written_and_read() throws IOException {
        Summary whole = new Summary();
        Summary merged = new Summary();
        for (int part = 0; part < 7; part++) {
            Summary some = new Summary();
            for (int i = 0; i < 10_000 * part; i++) {
                double value = 1e9 + Math.sin(i + part) * 20;
                whole.add(value);
                some.add(value);
            }
            merged.merge(copy(some));
        }
        assertThat(merged.count()).isEqualTo(210_000);
        assertThat(merged.least()).isEqualTo(whole.least());
        assertThat(merged.most()).isEqualTo(whole.most());
        assertThat(merged.mean()).isCloseTo(whole.mean(), within(1e-4));
        assertThat(merged.deviation()).isCloseTo(whole.deviation(), within(1e-4));
        assertThat(merged.deviation()).isCloseTo(20 / Math.sqrt(2), within(0.05));
    }

    @Test
    void percentiles_lie_between_neighbours_for_few_values_and_near_for_many() {
        Summary few = new Summary();
        for (int i = 1; i <= 100; i++) {
            few.add(i);
        }
        assertThat(few.percentile(50)).isBetween(50.0, 51.0);
        assertThat(few.percentile(99)).isBetween(99.0, 100.0);
        assertThat(few.percentile(0)).isEqualTo(1);
        assertThat(few.percentile(100)).isEqualTo(100);
        Summary many = new Summary();
        for (int i = 0; i < 1_000_000; i++) {
            many.add(i);
        }
        assertThat(many.percentile(95)).isCloseTo(950_000, within(15_000.0));
    }

    @Test
    void a_single_value_has_no_deviation() {
        Summary one = new Summary();
        one.add(-3);
        assertThat(one.deviation()).isZero();
        assertThat(one.mean()).isEqualTo(-3);
    }

    private static Summary copy(Summary summary) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        summary.write(new DataOutputStream(bytes));
        return Summary.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    }
}
