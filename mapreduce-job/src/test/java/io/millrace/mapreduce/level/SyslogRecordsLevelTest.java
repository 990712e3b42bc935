package io.millrace.mapreduce.level;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the source {@code syslog} writes: the level is the severity, whatever the text says. */
class SyslogRecordsLevelTest {
    private static final List<String> LEVELS =
            List.of("EMERGENCY", "ALERT", "CRITICAL", "ERROR", "WARN", "NOTICE", "INFO", "DEBUG");

    @Test
    void messages_of_rfc_5424_as_text() {
        assertThat(Levels.of(lines("<%d>1 2026-11-29T08:00:00.5Z host app 77 - [a@1 b=\"ERROR\"] it says INFO")))
                .isEqualTo(oneOfEach());
    }

    @Test
    void messages_of_rfc_3164_as_text() {
        assertThat(Levels.of(lines("<%d>Nov 29 08:00:00 host app[77]: it says FATAL")))
                .isEqualTo(oneOfEach());
    }

    @Test
    void messages_as_json() {
        String[] json = new String[LEVELS.size()];
        String[] names = {"EMERGENCY", "ALERT", "CRITICAL", "ERROR", "WARNING", "NOTICE", "INFO", "DEBUG"};
        String[] severities = {"emerg", "alert", "crit", "err", "warning", "notice", "info", "debug"};
        for (int i = 0; i < json.length; i++) {
            json[i] = "{\"timestamp\":\"2026-11-29T08:00:00Z\",\"level\":\"" + names[i] + "\",\"logger\":\"app\","
                    + "\"message\":\"it says ERROR\",\"source\":\"syslog\",\"host\":\"host\",\"format\":\"rfc5424\","
                    + "\"priority\":" + (19 * 8 + i) + ",\"facility\":\"local3\",\"severity\":\"" + severities[i]
                    + "\",\"app\":\"app\",\"structured_data\":{\"a@1\":{\"level\":\"FATAL\"}},"
                    + "\"remote_address\":\"127.0.0.1\",\"received\":\"2026-11-29T08:00:00Z\"}";
        }
        assertThat(Levels.of(json)).isEqualTo(oneOfEach());
    }

    @Test
    void a_message_without_a_priority_as_json_has_no_level() {
        assertThat(Levels.of("{\"timestamp\":\"2026-11-29T08:00:00Z\",\"message\":\"it is as it came\","
                        + "\"source\":\"syslog\",\"host\":\"127.0.0.1\",\"format\":\"unknown\","
                        + "\"remote_address\":\"127.0.0.1\",\"received\":\"2026-11-29T08:00:00Z\"}"))
                .isEqualTo(Map.of("NONE", 1L));
    }

    private static Map<String, Long> oneOfEach() {
        return LEVELS.stream().collect(Collectors.toMap(level -> level, level -> 1L));
    }

    private static String[] lines(String form) {
        String[] lines = new String[LEVELS.size()];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = String.format(form, 16 * 8 + i);
        }
        return lines;
    }
}
