package io.millrace.mapreduce.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.mapreduce.level.FormatFinder;
import io.millrace.mapreduce.level.LineFormat;
import io.millrace.mapreduce.level.LineMatch;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordFactsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "2024-05-01 10:00:00,001 INFO  [main] com.acme.A: started 1 ~ com.acme.A ~ started #",
                "2024-05-01 10:00:00,001  INFO 4711 --- [main] c.a.App   : Started ~ c.a.App ~ Started",
                "2015-07-29 17:41:44,747 - INFO  [QuorumPeer[myid=1]/0:0:0:0:0:0:0:0:2181:FastLeaderElection@774] - Notification: 3 ~ FastLeaderElection ~ Notification: #",
                "2024-05-01 10:00:00,123 - my.module - INFO - text ~ my.module ~ text",
                "03-17 16:13:38.811  1702  2395 D WindowManager: x 1 ~ WindowManager ~ x #",
                "2024-05-01 10:00:00.0000|INFO|Acme.Logger|text ~ Acme.Logger ~ text",
                "[2024-05-01T10:00:00,001][INFO ][o.e.n.Node               ] [node-1] text ~ o.e.n.Node ~ text",
                "2024-05-01 10:00:00,022 INFO  [org.jboss.as] (Controller Boot Thread) x ~ org.jboss.as ~ x",
                "2024-05-01T10:00:00.000000022Z stderr F I0501 10:00:00.000022       1 x.go:1] x ~ - ~ # # # x.go:#] x",
                "time=\"2024-05-01T10:00:00Z\" level=info msg=x ~ - ~ msg=x",
                "[2024/05/01 10:00:00.022 +08:00] [INFO] [server.go:0] [\"new connection\"] [conn=0] ~ server.go:0 ~ [\"new connection\"] [conn=#]",
            })
    void logger_and_message_are_found_after_the_level(String line, String logger, String template) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        LineMatch match = new LineMatch();
        assertThat(LineFormat.anyForm().classify(bytes, 0, bytes.length, 0, match))
                .isNotNegative();
        check(bytes, match, logger, template);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{\"level\":\"info\",\"logger\":\"a.b\",\"message\":\"took 5 ms\"} ~ a.b ~ took # ms",
                "{\"level\":\"info\",\"message\":\"2024-05-01 10:00:00,001 INFO x.y: took 5 ms\"} ~ x.y ~ took # ms",
            })
    void json_names_them(String line, String logger, String template) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        LineMatch match = new LineMatch();
        LineFormat.anyForm().classify(bytes, 0, bytes.length, 0, match);
        check(bytes, match, logger, template);
    }

    @Test
    void json_wraps_lines_whose_headers_the_file_tells() {
        String file = "{\"message\":\"2024-05-01 10:00:00 worker [INFO] took 5 ms\"}\n"
                + "{\"message\":\"2024-05-01 10:00:01 worker [ERROR] took 6 ms\"}";
        byte[] head = file.getBytes(StandardCharsets.UTF_8);
        LineFormat format = FormatFinder.any().find(head, head.length, true);
        byte[] line = file.lines().findFirst().orElseThrow().getBytes(StandardCharsets.UTF_8);
        LineMatch match = new LineMatch();
        assertThat(format.classify(line, 0, line.length, 0, match)).isNotNegative();
        RecordFacts facts = new RecordFacts(format);
        facts.read(line, 0, line.length, match);
        byte[] target = new byte[1024];
        assertThat(new String(target, 0, facts.logger(target), StandardCharsets.UTF_8))
                .isEqualTo("worker");
        assertThat(new String(target, 0, facts.masked(target, 0), StandardCharsets.UTF_8))
                .isEqualTo("took # ms");
    }

    private static void check(byte[] bytes, LineMatch match, String logger, String template) {
        RecordFacts facts = new RecordFacts();
        byte[] target = new byte[1024];
        facts.read(bytes, 0, bytes.length, match);
        assertThat(new String(target, 0, facts.logger(target), StandardCharsets.UTF_8))
                .isEqualTo(logger);
        assertThat(new String(target, 0, facts.masked(target, 0), StandardCharsets.UTF_8))
                .isEqualTo(template);
    }
}
