package io.millrace.mapreduce.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessLineTest {
    private static final String ALB =
            "2018-07-02T22:23:00.186641Z app/my-loadbalancer/50dc6c495c0c9188 192.168.131.39:2817 10.0.0.1:80 0.001"
                    + " 0.002 0.003 200 200 34 366 \"GET http://www.example.com:80/a/b?x=1 HTTP/1.1\" \"curl/7.46.0\" - -"
                    + " arn:aws:elasticloadbalancing:x \"Root=1-58337262\" \"-\" \"-\" 0 2018-07-02T22:22:48.364000Z";

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '~',
            value = {
                "127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] \"GET /apache_pb.gif?a=b HTTP/1.0\" 200 2326 !"
                        + " 127.0.0.1 GET /apache_pb.gif 200 2326",
                "::1 - - [10/Oct/2000:13:55:36 -0700] \"POST /x#y HTTP/2.0\" 404 - \"http://r/\" \"Mozilla \\\"5\\\""
                        + " [x]\" ! ::1 POST /x 404 -",
                "www.acme.com:443 10.0.0.9 - - [10/Oct/2000:13:55:36 -0700] \"HEAD / HTTP/1.1\" 301 0 ! 10.0.0.9 HEAD"
                        + " / 301 0",
                "10.0.0.9 - John Smith [10/Oct/2000:13:55:36 -0700] \"GET / HTTP/1.1\" 200 5 ! 10.0.0.9 GET / 200 5",
                "10.0.0.9 - - [10/Oct/2000:13:55:36 -0700] \"\\x16\\x03\\x01\" 400 157 \"-\" \"-\" ! 10.0.0.9 - - 400"
                        + " 157",
                "10.0.0.9 - - [10/Oct/2000:13:55:36 -0700] \"-\" 408 - \"-\" \"-\" ! 10.0.0.9 - - 408 -",
                "10.0.0.9 - - [10/Oct/2000:13:55:36 -0700] \"GET /a \\\"b\\\" HTTP/1.1\" 200 7 ! 10.0.0.9 GET /a 200 7",
                "10.0.0.9 - - [10/Oct/2000:13:55:36 -0700] \"GET http://o.example/p?q HTTP/1.1\" 200 7 ! 10.0.0.9 GET"
                        + " /p 200 7",
            })
    void common_and_combined_lines_are_taken_apart(String line, String parts) {
        assertThat(parts(line, AccessForm.ANY)).isEqualTo(parts);
    }

    @Test
    void load_balancers_lines_are_taken_apart_with_and_without_their_type() {
        assertThat(parts("http " + ALB, AccessForm.ANY)).isEqualTo("192.168.131.39 GET /a/b 200 366 6.0 ms");
        assertThat(parts(ALB, AccessForm.ANY)).isEqualTo("192.168.131.39 GET /a/b 200 366 6.0 ms");
        String unanswered =
                ALB.replace("0.001 0.002 0.003 200 200", "-1 -1 -1 502 -").replace("GET http://www", "- http://www");
        assertThat(parts("h2 " + unanswered, AccessForm.ANY)).isEqualTo("192.168.131.39 - - 502 366");
    }

    @Test
    void w3c_lines_have_the_fields_that_their_file_names() {
        AccessForm iis = form("""
            #Software: Microsoft Internet Information Services 10.0
            #Version: 1.0
            #Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip sc-status time-taken
            """);
        assertThat(parts("2024-05-01 10:00:00 10.0.0.1 GET /a - 80 - 10.0.0.2 404 15", iis))
                .isEqualTo("10.0.0.2 GET /a 404 - 15.0 ms");
        assertThat(parts("#Fields: date time", iis)).isEqualTo("none");
        assertThat(parts("2024-05-01 10:00:00 10.0.0.1", iis)).isEqualTo("none");
        AccessForm cloudFront =
                form("#Version: 1.0\n#Fields: date time sc-bytes c-ip cs-method cs-uri-stem sc-status time-taken\n");
        assertThat(parts("2024-05-01\t10:00:00\t2390\t2001:db8::1\tGET\t/index.html\t200\t0.25", cloudFront))
                .isEqualTo("2001:db8::1 GET /index.html 200 2390 250.0 ms");
        assertThat(parts("2024-05-01\t10:00:00\t2390\t2001:db8::1\tGET\t/index.html\t200\t3", cloudFront))
                .as("seconds or milliseconds: it is not said")
                .isEqualTo("2001:db8::1 GET /index.html 200 2390");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2024-05-01 10:00:00,001 INFO  [main] a.A: GET /x 200",
                "[Sun Dec 04 04:47:44 2005] [notice] x \"y\" 200 5",
                "a b c [d] \"e\" f",
                "\"\"\"[[[",
                "2018-07-02T22:23:00.186641Z a b c d e f g h i j k l m"
            })
    void other_lines_are_none(String line) {
        assertThat(parts(line, AccessForm.ANY)).isEqualTo("none");
    }

    @Test
    void fields_of_json_are_found_by_name_and_by_path() {
        assertThat(field("http.response.status_code", "{\"http\":{\"response\":{\"status_code\":503}}}"))
                .isEqualTo("503");
        assertThat(field("a.b", "{\"a.b\":\"x\",\"a\":{\"b\":\"y\"}}")).isEqualTo("x");
        assertThat(field("a.b.c", "{\"a.b\":{\"c\":true}}")).isEqualTo("true");
        assertThat(field("a", "{\"a\":null}")).isEmpty();
        assertThat(field("a", "{\"a\":\"null\"}")).isEqualTo("null");
        assertThat(field("a", "{\"b\":\"a\"}")).isEmpty();
        assertThat(field("a", "no json")).isEmpty();
        assertThat(part(Part.STATUS, "{\"msg\":\"x\",\"http\":{\"response\":{\"status_code\":404}}}"))
                .isEqualTo("404");
        assertThat(part(Part.PATH, "{\"uri\":\"\\/a\\/b?c=d\"}")).isEqualTo("/a/b");
    }

    private static AccessForm form(String head) {
        byte[] bytes = head.getBytes(StandardCharsets.UTF_8);
        return AccessForm.of(bytes, bytes.length);
    }

    private static String field(String name, String record) {
        return find(FieldFinder.of(name, AccessForm.ANY), record);
    }

    private static String part(Part part, String record) {
        return find(FieldFinder.of(part, AccessForm.ANY), record);
    }

    private static String find(FieldFinder finder, String record) {
        byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
        byte[] target = new byte[64];
        return new String(target, 0, finder.find(bytes, 0, bytes.length, target), StandardCharsets.UTF_8);
    }

    private static String parts(String text, AccessForm form) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        AccessLine line = new AccessLine();
        if (!line.read(bytes, 0, bytes.length, form)) {
            return "none";
        }
        StringBuilder parts = new StringBuilder();
        for (Part part : new Part[] {Part.CLIENT, Part.METHOD, Part.PATH, Part.STATUS, Part.BYTES}) {
            int length = line.to(part) - line.from(part);
            parts.append(parts.isEmpty() ? "" : " ")
                    .append(length == 0 ? "-" : new String(bytes, line.from(part), length, StandardCharsets.UTF_8));
        }
        return parts + (Double.isNaN(line.millis()) ? "" : " " + line.millis() + " ms");
    }
}
