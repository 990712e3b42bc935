package io.millrace.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.launcher.screen.Screen;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoResultTest {
    @Test
    void whatDoesNotAgreeIsASentenceEach() {
        assertThat(result(new Check("a", 1, 1), new Check("logs: records stored", 10, 9))
                        .failures())
                .containsExactly("logs: records stored is 9, must be 10");
    }

    @Test
    void theResultIsPrintedWithLevelsInTheOrderOfTheirWeight() {
        StringWriter out = new StringWriter();
        result().print(Screen.on(new PrintWriter(out)));
        assertThat(out.toString())
                .containsSubsequence(
                        "logs_machine",
                        "6,000",
                        "log levels (/levels), 3,793 records in 6,000 lines (2,207 lines continue the record before)",
                        "INFO",
                        "3,629",
                        "ERROR",
                        "163",
                        "CUSTOM",
                        "1",
                        "/user/a.txt");
    }

    private static DemoResult result(Check... checks) {
        return new DemoResult(
                List.of(new DemoResult.Topic("logs_machine", "lines", 6000, 6000, 0, 0)),
                new DemoResult.Alerts("iot-alerts", 3, 3, 3, List.of(new DemoResult.Rule("hot", 3))),
                new DemoResult.Levels("/levels", 6000, Map.of("ERROR", 163L, "INFO", 3629L, "CUSTOM", 1L)),
                List.of(new DemoResult.StoredFile("/user/a.txt", 123456)),
                List.of(checks));
    }
}
