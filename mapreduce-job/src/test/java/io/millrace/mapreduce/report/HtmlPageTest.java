package io.millrace.mapreduce.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.mapreduce.report.HtmlPage.Heading;
import io.millrace.mapreduce.report.HtmlPage.Look;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HtmlPageTest {
    private final HtmlPage page = new HtmlPage("a <b> & \"c\"");

    @Test
    void text_out_of_logs_never_becomes_markup() {
        String hostile = "</td></table><script>alert('x')</script><img src=x onerror=alert(1)> &lt; \"'";
        page.note(hostile);
        page.section(hostile);
        page.levels(Map.of(hostile, 1L));
        page.course(new Course(
                List.of(hostile), List.of(new Course.Bar(hostile, List.of(1L), List.of(hostile))), "minute"));
        page.table(List.of(new Heading(hostile, Look.LOG)), List.of(List.of(hostile)));
        assertThat(page.html())
                .doesNotContain("<script")
                .doesNotContain("<img")
                .doesNotContain("onerror=alert(1)>")
                .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;")
                .contains("<title>a &lt;b&gt; &amp; &quot;c&quot;</title>");
    }

    @Test
    void what_cannot_be_seen_is_shown_by_its_number() {
        assertThat(Escape.html("\u001B[31mred\u001B[0m \u202Egpj.exe \u200B\uFEFF\u0000\u2028 \uD800 \u00AD \u05E9"))
                .isEqualTo(
                        "[U+001B][31mred[U+001B][0m [U+202E]gpj.exe [U+200B][U+FEFF][U+0000][U+2028] [U+D800] [U+00AD]"
                                + " \u05E9");
    }

    @Test
    void nothing_is_loaded_and_nothing_runs() {
        page.levels(Map.of("INFO", 1L));
        assertThat(page.html())
                .contains("Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"")
                .contains("font-variant-numeric: tabular-nums")
                .contains("prefers-color-scheme: dark")
                .doesNotContain("http://")
                .doesNotContain("https://")
                .doesNotContain("url(")
                .doesNotContain("@import");
    }
}
