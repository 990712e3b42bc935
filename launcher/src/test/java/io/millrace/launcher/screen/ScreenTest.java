package io.millrace.launcher.screen;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.ShutdownSignal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private final StringWriter out = new StringWriter();
    private int width = 80;
    private long nanos;

    @Test
    void noStatusIsWiderThanTheTerminalWhateverItsWidth() {
        Screen screen = terminal();
        for (int columns : new int[] {200, 80, 60, 20, 5, 2, 1, 0}) {
            width = columns;
            out.getBuffer().setLength(0);
            screen.status(List.of("machine-logs-sink  1,234 of 1,300 records", "wetter-süd-名  12 of 12 records", ""));
            String shown = out.toString().replaceAll("\033\\[\\d*[AJ]|\r", "");
            assertThat(shown.lines())
                    .hasSizeLessThanOrEqualTo(3)
                    .allSatisfy(line -> assertThat(line.length()).isLessThan(Math.max(3, columns)));
        }
    }

    @Test
    void aStatusThatIsCutSaysSo() {
        assertThat(Screen.cut("0123456789", 10)).isEqualTo("0123456789");
        assertThat(Screen.cut("0123456789", 9)).isEqualTo("01234567…");
        assertThat(Screen.cut("名名名", 5)).isEqualTo("名名…");
        assertThat(Screen.cut("", 1)).isEmpty();
    }

    @Test
    void aStatusTakesThePlaceOfTheOneBeforeAndALineStays() {
        Screen screen = terminal();
        screen.status(List.of("a 1", "b 1"));
        screen.status(List.of("a 2", "b 2"));
        screen.line("done");
        assertThat(out.toString())
                .isEqualTo("a 1\nb 1\033[1A\r\033[Ja 2\nb 2\033[1A\r\033[Jdone" + System.lineSeparator());
    }

    @Test
    void whatComesAfterTheScreenIsClosedStandsOnALineOfItsOwn() {
        Screen screen = terminal();
        screen.status("working");
        screen.close();
        assertThat(out.toString()).isEqualTo("working" + System.lineSeparator());
    }

    @Test
    void withoutATerminalAStatusHasItsTimeAndDoesNotFillTheLog() {
        Screen screen = new Screen(new PrintWriter(out), false, () -> 80, () -> nanos);
        for (int second = 0; second < 60; second++) {
            screen.status(List.of("sink  " + second / 20 + " of 3", "other"));
            nanos += 1_000_000_000L;
        }
        assertThat(out.toString().lines())
                .containsExactly(
                        "[  0 s] sink  0 of 3; other", "[ 20 s] sink  1 of 3; other", "[ 40 s] sink  2 of 3; other");
    }

    @Test
    void aStopIsAnsweredAtOnceWithWhatHappensNow() {
        Screen screen = terminal();
        ShutdownSignal stop = new ShutdownSignal();
        screen.sayOnStop(stop, "Stopping, as soon as the servers have started ...");
        screen.sayOnStop(stop, "Stopping ...");
        assertThat(out.toString()).isEmpty();
        stop.request();
        assertThat(out.toString()).isEqualTo("Stopping ..." + System.lineSeparator());
    }

    @Test
    void countsOfAJobAreWrittenAsAllOthersAre() {
        assertThat(Screen.counted("INFO\t2909")).isEqualTo("INFO            2,909");
        assertThat(Screen.counted("station-1\t2026-01-01\t3\t1.5")).isEqualTo("station-1\t2026-01-01\t3\t1.5");
        assertThat(Screen.counted("no count\tx")).isEqualTo("no count\tx");
    }

    @Test
    void thingsAreCountedInEnglish() {
        assertThat(Screen.count(1, "file")).isEqualTo("1 file");
        assertThat(Screen.count(0, "file")).isEqualTo("0 files");
        assertThat(Screen.count(6000, "file")).isEqualTo("6,000 files");
    }

    private Screen terminal() {
        return new Screen(new PrintWriter(out), true, () -> width, () -> nanos);
    }
}
