package io.millrace.console.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RatesTest {
    private final Rates rates = new Rates();

    private Double at(double seconds, double value) {
        return rates.of("c", (long) (seconds * 1e9), value);
    }

    @Test
    void aRateNeedsTwoLooks() {
        assertThat(at(0, 100)).isNull();
        assertThat(at(2, 120)).isEqualTo(10);
    }

    @Test
    void itIsOverTheLastSecondsOnly() {
        at(0, 0);
        for (int second = 1; second <= 20; second++) {
            at(second, 1_000);
        }
        assertThat(at(21, 1_000)).isZero();
    }

    @Test
    void aCounterThatBeginsAnewIsNoNegativeRate() {
        at(0, 1_000);
        assertThat(at(1, 5)).isNull();
        assertThat(at(2, 6)).isEqualTo(1);
    }

    @Test
    void afterAMinuteInWhichNobodyLookedItBeginsAnew() {
        at(0, 0);
        assertThat(at(TimeUnit.MINUTES.toSeconds(2), 1_000_000)).isNull();
    }

    @Test
    void whatIsForgottenBeginsAnew() {
        at(0, 0);
        rates.forget("c");
        assertThat(at(1, 10)).isNull();
    }
}
