package io.millrace.launcher.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HtmlTest {
    @Test
    void nothingThatAPageIsGivenBecomesMarkup() {
        String foreign = "<b a='1' c=\"2\">&";
        String safe = "&lt;b a=&#39;1&#39; c=&quot;2&quot;&gt;&amp;";
        String page = new Html(foreign, 5)
                .heading(foreign)
                .paragraph(foreign)
                .link(foreign, foreign)
                .table(foreign)
                .row(foreign, new Html.Link(foreign, foreign))
                .endTable()
                .end();
        assertThat(page).doesNotContain("<b ").contains("<title>" + safe + "</title>", "<h2>" + safe + "</h2>");
        assertThat(page.split(java.util.regex.Pattern.quote(safe), -1)).hasSize(11);
    }

    @Test
    void whatSteersATerminalOrReversesTextIsShown() {
        assertThat(Html.escape("a\u202eb\u001b")).isEqualTo("a\\u202eb\\u001b");
    }

    @Test
    void numbersStandRightAndTextAsItIs() {
        String page =
                new Html("t", 5).table("n").row(1234567L, 3, "01").endTable().end();
        assertThat(page)
                .contains(
                        "<td class=\"n\">1,234,567</td>",
                        "<td class=\"n\">3</td>",
                        "<td><pre>01</pre></td>",
                        "<th>n</th>");
    }

    @Test
    void thePageRefreshesItself() {
        assertThat(new Html("t", 7).end()).contains("<meta http-equiv=\"refresh\" content=\"7\">");
    }
}
