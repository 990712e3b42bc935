package io.millrace.producer.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.sources.delivery.OutRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyslogRecordsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant ARRIVAL = Instant.parse("2026-11-29T08:00:00Z");
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    private final SyslogRecords records = new SyslogRecords(true, ZONE);

    /** The examples of RFC 5424, and what it allows at least. */
    @Test
    void readsMessagesOfRfc5424() throws Exception {
        assertThat(event("<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - \uFEFF'su root' failed"))
                .isEqualTo(json("""
                        {"timestamp":"2003-10-11T22:14:15.003Z","level":"CRITICAL","logger":"su",
                        "message":"'su root' failed","source":"syslog","host":"mymachine.example.com","format":"rfc5424",
                        "priority":34,"facility":"auth","severity":"crit","app":"su","msgid":"ID47"}"""));
        assertThat(event("<165>1 2003-08-24T05:14:15.000003-07:00 192.0.2.1 myproc 8710 - - %% It's time"))
                .isEqualTo(json("""
                        {"timestamp":"2003-08-24T12:14:15.000003Z","level":"NOTICE","logger":"myproc",
                        "message":"%% It's time","source":"syslog","host":"192.0.2.1","format":"rfc5424",
                        "priority":165,"facility":"local4","severity":"notice","app":"myproc","procid":"8710"}"""));
        assertThat(event("<165>1 - - - - - -")).isEqualTo(json("""
                        {"timestamp":"2026-11-29T08:00:00Z","level":"NOTICE","message":"","source":"syslog",
                        "host":"192.0.2.9","format":"rfc5424","priority":165,"facility":"local4","severity":"notice"}"""));
    }

    @Test
    void readsStructuredData() throws Exception {
        JsonNode event = event("<165>1 2003-10-11T22:14:15.003Z h app - ID47 "
                + "[a@32473 iut=\"3\" source=\"App \\\"x\\] C:\\dir\\\\\" ip=\"::1\" ip=\"::2\"][b@1] An event");
        assertThat(event.get("structured_data").toString())
                .isEqualTo(
                        "{\"a@32473\":{\"iut\":\"3\",\"source\":\"App \\\"x] C:\\\\dir\\\\\",\"ip\":[\"::1\",\"::2\"]},"
                                + "\"b@1\":{}}");
        assertThat(event.get("message").asText()).isEqualTo("An event");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[a b=\"c\" text", "[a b=c] text", "[ b=\"c\"] text", "[a b=\"c\"]text", "[text", "[a b=\""})
    void keepsStructuredDataThatIsNoneAsText(String damaged) throws Exception {
        JsonNode event = event("<165>1 2003-10-11T22:14:15.003Z h app - ID47 " + damaged);
        assertThat(event.get("message").asText()).isEqualTo(damaged);
        assertThat(event.has("structured_data")).isFalse();
        assertThat(event.get("format").asText()).isEqualTo("rfc5424");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', nullValues = "-", textBlock = """
            <34>Oct 11 22:14:15 mymachine su: 'su root' failed        | 2026-10-11T20:14:15Z     | mymachine | su                | -     | 'su root' failed
            <13>Nov  9 07:48:34 host CRON[12]: (root) CMD (x)         | 2026-11-09T06:48:34Z     | host      | CRON              | 12    | (root) CMD (x)
            <86>Jun 14 15:16:01 combo sshd(pam_unix)[19939]: failure  | 2026-06-14T13:16:01Z     | combo     | sshd(pam_unix)    | 19939 | failure
            <14>2026-11-29T07:48:34.123+01:00 host app: forwarded     | 2026-11-29T06:48:34.123Z | host      | app               | -     | forwarded
            <14>2026-11-29T07:48:34 host app: no zone                 | 2026-11-29T06:48:34Z     | host      | app               | -     | no zone
            <30>Nov 29 07:48:34 dhcpd: no host here                   | 2026-11-29T06:48:34Z     | 192.0.2.9 | dhcpd             | -     | no host here
            <30>dockerd[12]: no time here                             | 2026-11-29T08:00:00Z     | 192.0.2.9 | dockerd           | 12    | no time here
            <13>Nov 29 07:48:34 host no tag here                      | 2026-11-29T06:48:34Z     | host      | -                 | -     | no tag here
            <13>Nov 29 07:48:34 fe80::1 app: IPv6                     | 2026-11-29T06:48:34Z     | fe80::1   | app               | -     | IPv6
            <189>39: *Mar  1 18:46:11: %SYS-5-CONFIG_I: Configured    | 2026-03-01T17:46:11Z     | 192.0.2.9 | %SYS-5-CONFIG_I   | -     | Configured
            <189>45: router1: Nov 29 2026 07:48:34.123 UTC: %LINK-3-UPDOWN: Interface x | 2026-11-29T07:48:34.123Z | router1 | %LINK-3-UPDOWN | - | Interface x
            <166>Nov 29 2026 07:48:34 asa1 : %ASA-6-302013: Built     | 2026-11-29T06:48:34Z     | asa1      | %ASA-6-302013     | -     | Built
            <13>Dec 31 23:59:59 h a: a month ahead is last year       | 2025-12-31T22:59:59Z     | h         | a                 | -     | a month ahead is last year
            """)
    void readsTheLooseFormsOfRfc3164(String message, String time, String host, String app, String process, String text)
            throws Exception {
        JsonNode event = event(message);
        assertThat(event.get("format").asText()).isEqualTo("rfc3164");
        assertThat(event.get("timestamp").asText()).isEqualTo(time);
        assertThat(event.get("host").asText()).isEqualTo(host);
        assertThat(event.path("app").asText(null)).isEqualTo(app);
        assertThat(event.path("procid").asText(null)).isEqualTo(process);
        assertThat(event.get("message").asText()).isEqualTo(text);
    }

    @Test
    void takesTheLastYearThatIsPossible() {
        SyslogTime times = new SyslogTime(ZONE);
        Instant january = Instant.parse("2027-01-01T00:00:10Z");
        assertThat(times.parse("Dec 31 23:59:59", january)).contains(Instant.parse("2026-12-31T22:59:59Z"));
        assertThat(times.parse("Jan  1 01:00:10", Instant.parse("2026-12-31T23:59:00Z")))
                .contains(Instant.parse("2027-01-01T00:00:10Z"));
        assertThat(times.parse("Feb 29 12:00:00", Instant.parse("2028-03-01T00:00:00Z")))
                .contains(Instant.parse("2028-02-29T11:00:00Z"));
        assertThat(times.parse("Feb 29 12:00:00", january)).contains(Instant.parse("2024-02-29T11:00:00Z"));
        assertThat(times.parse("Feb 30 12:00:00", january)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<13>no header at all",
                "no priority at all",
                "<192>Nov 29 07:48:34 h a: x",
                "<>1 - - - - - -",
                "<13>1 yesterday h app - - - x",
                "<13>1 2026-11-29T07:48:34Z h app",
                "<13",
                "<13>",
                "{\"json\": true}"
            })
    void keepsWhatHasNoFormAsItIs(String message) throws Exception {
        JsonNode event = event(message);
        assertThat(event.get("format").asText()).isEqualTo("unknown");
        assertThat(event.get("message").asText()).isEqualTo(message);
        assertThat(event.get("host").asText()).isEqualTo("192.0.2.9");
        assertThat(event.has("priority")).isEqualTo(message.startsWith("<13>"));
    }

    @Test
    void isNotUpsetByLongMessages() throws Exception {
        for (String one : List.of("a", "\\\"", "1: ", "[a b=\"c\"]", "<", " ", "x[", "a:b ")) {
            String filler = one.repeat(60_000 / one.length());
            for (String begin :
                    List.of("<13>", "<13>1 - - - - - ", "<13>1 - - - - - [a b=\"", "<13>Nov 29 07:48:34 ")) {
                assertThat(event(begin + filler).get("message").asText()).isNotNull();
            }
        }
    }

    @Test
    void keepsBytesThatAreNoText() throws Exception {
        byte[] latin = "<13>Nov 29 07:48:34 host app: Gr\u00fc\u00dfe".getBytes(StandardCharsets.ISO_8859_1);
        JsonNode event = JSON.readTree(records.record(received(latin)).value());
        assertThat(event.get("message").asText()).isEqualTo("Gr\uFFFD\uFFFDe");
        assertThat(event.get("raw").binaryValue()).isEqualTo(latin);
        assertThat(new SyslogRecords(false, ZONE).record(received(latin)).value())
                .isEqualTo(latin);
    }

    @Test
    void keysByHostOrElseByAddress() {
        assertThat(key("<34>Oct 11 22:14:15 mymachine su: x")).isEqualTo("mymachine");
        assertThat(key("x")).isEqualTo("192.0.2.9");
    }

    private String key(String message) {
        OutRecord record = new SyslogRecords(false, ZONE).record(received(message.getBytes(StandardCharsets.UTF_8)));
        assertThat(record.value()).asString(StandardCharsets.UTF_8).isEqualTo(message);
        return new String(record.key(), StandardCharsets.UTF_8);
    }

    private static Received received(byte[] message) {
        return new Received(message, ARRIVAL, "192.0.2.9", false, Optional.empty());
    }

    private JsonNode event(String message) throws Exception {
        return JSON.readTree(records.record(received(message.getBytes(StandardCharsets.UTF_8)))
                .value());
    }

    /** What is the same in all is added. */
    private static JsonNode json(String text) throws Exception {
        return ((ObjectNode) JSON.readTree(text))
                .put("remote_address", "192.0.2.9")
                .put("received", ARRIVAL.toString());
    }
}
