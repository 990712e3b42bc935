package io.millrace.producer.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MySqlIdsTest {
    private static final String ONE = "3e11fa47-71ca-11e1-9e33-c80aa9429562";
    private static final String OTHER = "3e11fa47-71ca-11e1-9e33-c80aa9429563";
    private static final MySqlIds IDS =
            new MySqlIds(ONE + ":1-5:9,\n" + OTHER.toUpperCase(java.util.Locale.ROOT) + ":3");

    @Test
    void tellsTheLastNumberOfAServer() {
        assertThat(IDS.last(ONE)).isEqualTo(9);
        assertThat(IDS.last(OTHER)).isEqualTo(3);
        assertThat(IDS.last("another")).isZero();
        assertThat(new MySqlIds("").last(ONE)).isZero();
        assertThat(new MySqlIds(null).last(ONE)).isZero();
    }

    @Test
    void hasWhatLiesInItsIntervals() {
        assertThat(IDS.has(ONE + ":5")).isTrue();
        assertThat(IDS.has(ONE + ":6")).isFalse();
        assertThat(IDS.has(ONE + ":9")).isTrue();
        assertThat(IDS.has(OTHER + ":3")).isTrue();
        assertThat(IDS.has(OTHER + ":1")).isFalse();
        assertThat(new MySqlIds(null).has(ONE + ":1")).isFalse();
    }

    @Test
    void knowsWhatIsOneTransactionFurther() {
        assertThat(IDS.isNext(ONE + ":10")).isTrue();
        assertThat(IDS.isNext(OTHER + ":4")).isTrue();
        assertThat(IDS.isNext("3e11fa47-71ca-11e1-9e33-c80aa9429564:1")).isTrue();
        assertThat(IDS.isNext(ONE + ":9")).isFalse();
        assertThat(IDS.isNext(ONE + ":11")).isFalse();
        assertThat(IDS.isNext(ONE + ":10-11")).isFalse();
        assertThat(IDS.isNext(ONE + ":10,\n" + OTHER + ":4")).isFalse();
        assertThat(IDS.isNext("")).isFalse();
    }
}
