package io.millrace.launcher.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertTableTest {
    private static final LocalDateTime TIME = LocalDateTime.of(2026, 1, 31, 12, 0, 9);

    @Test
    void columnsStandBelowEachOther() {
        assertThat(AlertTable.lines(List.of(
                        new DatabaseView.Alert(TIME, "critical", "too-hot", "41 C"),
                        new DatabaseView.Alert(TIME, "info", "motion", "seen"))))
                .containsExactly(
                        "  2026-01-31 12:00:09  critical  too-hot  41 C",
                        "  2026-01-31 12:00:09  info      motion   seen");
    }

    @Test
    void nothingInAMessageSteersTheTerminal() {
        List<String> lines = AlertTable.lines(
                List.of(new DatabaseView.Alert(TIME, "info", "r", "a\u001b[2J\r\n\u202eb\ud83d\ude00 ü")));
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0)).endsWith("a\uFFFD[2J\uFFFD\uFFFD\uFFFDb\ud83d\ude00 ü");
    }

    @Test
    void withoutAlertsThereIsNoLine() {
        assertThat(AlertTable.lines(List.of())).isEmpty();
    }
}
