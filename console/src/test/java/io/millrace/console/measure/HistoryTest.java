package io.millrace.console.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static final long START = 1_764_560_000_000L;

    private final History history = new History();

    @Test
    void whatWasNotNotedIsNull() {
        history.note("a", START, 1.0);
        history.note("a", START + 3 * History.STEP, 4.0);
        List<Object[]> points = history.of("a", START + 4 * History.STEP);
        assertThat(points).extracting(point -> point[1]).containsExactly(1.0, null, null, 4.0, null);
        assertThat(points).extracting(point -> point[0]).startsWith(START, START + History.STEP);
    }

    @Test
    void theLastNumberOfFiveSecondsCounts() {
        history.note("a", START, 1.0);
        history.note("a", START + 1_000, 2.0);
        assertThat(history.of("a", START)).extracting(point -> point[1]).containsExactly(2.0);
    }

    @Test
    void anHourIsKept() {
        for (int i = 0; i < 2_000; i++) {
            history.note("a", START + i * History.STEP, (double) i);
        }
        List<Object[]> points = history.of("a", START + 1_999 * History.STEP);
        assertThat(points).hasSize(720);
        assertThat(points.get(0)[1]).isEqualTo(1_280.0);
        assertThat(points.get(719)[1]).isEqualTo(1_999.0);
    }

    @Test
    void whatIsOlderThanAnHourIsNotShownAsNew() {
        history.note("a", START, 7.0);
        assertThat(history.of("a", START + 720 * History.STEP)).isEmpty();
        history.note("a", START + 5_000 * History.STEP, 8.0);
        assertThat(history.of("a", START + 5_000 * History.STEP))
                .extracting(point -> point[1])
                .containsExactly(8.0);
    }

    @Test
    void aClockThatIsSetBackChangesNothing() {
        history.note("a", START, 7.0);
        history.note("a", START - 10 * History.STEP, 1.0);
        assertThat(history.of("a", START)).extracting(point -> point[1]).containsExactly(7.0);
    }

    @Test
    void oneThatIsSilentMakesRoomAndNoOther() {
        for (int i = 0; i < 2_000; i++) {
            history.note("s" + i, START, 1.0);
        }
        history.note("late", START, 1.0);
        assertThat(history.of("late", START)).isEmpty();
        assertThat(history.of("s0", START)).hasSize(1);
        history.note("later", START + 60 * History.STEP, 1.0);
        assertThat(history.of("later", START + 60 * History.STEP)).hasSize(1);
    }

    @Test
    void nothingIsNotedForNull() {
        history.note("a", START, null);
        assertThat(history.of("a", START)).isEmpty();
    }
}
