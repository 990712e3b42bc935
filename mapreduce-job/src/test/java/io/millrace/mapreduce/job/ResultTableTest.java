package io.millrace.mapreduce.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.mapreduce.chart.BarChart;
import io.millrace.mapreduce.chart.ChartPainter;
import io.millrace.mapreduce.count.Breakdown;
import io.millrace.mapreduce.count.By;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultTableTest {
    @TempDir
    Path folder;

    @Test
    void levelsStandInTheOrderOfSeverityWhateverTheirNumbers() {
        Map<String, Long> counts =
                Map.of("NONE", 9L, "ERROR", 7L, "TRACE", 1L, "FATAL", 2L, "INFO", 3L, "WARN", 5L, "AUDITED", 4L);
        BarChart chart = new ResultTable(counts, By.of(Breakdown.NONE)).chart("/in", List.of());
        assertThat(chart.rows())
                .extracting(BarChart.Row::label)
                .containsExactly("TRACE", "INFO", "WARN", "ERROR", "FATAL", "AUDITED", "NONE");
        assertThat(printed(counts, By.of(Breakdown.NONE)))
                .containsSubsequence("TRACE", "INFO", "WARN", "ERROR", "FATAL", "NONE");
    }

    @Test
    void aHundredHoursAreAllDrawn() throws IOException {
        BarChart chart = new ResultTable(hours(100, 600), By.of(Breakdown.HOUR)).chart("/in", List.of());
        assertThat(chart.layout()).isEqualTo(BarChart.Layout.STANDING);
        assertThat(chart.rows()).hasSize(100);
        assertThat(chart.total()).isEqualTo(60_000);
        assertThat(chart.notes()).containsExactly("/in", "60,000 records in all");
        Path file = folder.resolve("c.svg");
        ChartPainter.paint(chart, file);
        assertThat(file)
                .content()
                .contains(
                        "<title>Records by hour and level. /in. 60,000 records in all</title>", ">2024-01-01T00</text>")
                .contains("role=\"img\"");
    }

    @Test
    void whatHasNoRoomIsSaidWithItsRecordsAndPercentagesAreOfAll() throws IOException {
        Map<String, Long> counts = new TreeMap<>();
        for (int source = 0; source < 60; source++) {
            counts.put("source-%02d\tINFO".formatted(source), source < 10 ? 1L : 10L);
        }
        BarChart chart = new ResultTable(counts, By.of(Breakdown.SOURCE)).chart("/in", List.of());
        assertThat(chart.rows()).hasSize(50);
        assertThat(chart.notes())
                .contains("the rarest 10 sources with 10 records are left out here, not in the result");
        Path file = folder.resolve("c.svg");
        ChartPainter.paint(chart, file);
        assertThat(Files.readString(file)).contains("10  (2.0 %)").doesNotContain("10  (2.1 %)");
    }

    @Test
    void theTableSaysAboveTheRowsThatTheFirstHoursAreLeftOut() {
        assertThat(printed(hours(100, 600), By.of(Breakdown.HOUR)))
                .containsSubsequence(
                        "(the first 50 hours with 30,000 records are left out here, not in the result)",
                        "2024-01-03T02",
                        "2024-01-05T03")
                .doesNotContain("2024-01-03T01");
    }

    @Test
    void aPauseIsSeenInAChartOfTimes() {
        BarChart chart = new ResultTable(
                        Map.of("2024-05-01T22\tINFO", 3L, "2024-05-02T01\tERROR", 4L), By.of(Breakdown.HOUR))
                .chart("/in", List.of());
        assertThat(chart.rows())
                .extracting(BarChart.Row::label)
                .containsExactly("2024-05-01T22", "2024-05-01T23", "2024-05-02T00", "2024-05-02T01");
        assertThat(chart.rows().get(1).values()).containsExactly(0L, 0L);
        assertThat(Timeline.withoutGaps(List.of("--06-14T15", "--06-14T18"), 100))
                .containsExactly("--06-14T15", "--06-14T18");
    }

    private static Map<String, Long> hours(int number, long each) {
        Map<String, Long> counts = new TreeMap<>();
        LocalDateTime start = LocalDateTime.parse("2024-01-01T00:00");
        for (int hour = 0; hour < number; hour++) {
            counts.put(start.plusHours(hour).toString().substring(0, 13) + "\tINFO", each);
        }
        return counts;
    }

    private static String printed(Map<String, Long> counts, By by) {
        StringWriter out = new StringWriter();
        new ResultTable(counts, by).print(new PrintWriter(out));
        return out.toString();
    }
}
