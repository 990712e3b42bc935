package io.millrace.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssetsTest {
    private static final Pattern IMPORT = Pattern.compile("(?m)^import\\b.*?[\"']([^\"']+\\.js)[\"'];?\\s*$");
    private static final Pattern LINK = Pattern.compile("(?:src|href)=\"(/assets/[^\"]+)\"");

    private final Assets assets = new Assets();

    @Test
    void thePagesLibrariesLieWhereTheirJarsHaveThem() {
        for (String library : Assets.LIBRARIES.keySet()) {
            assertThat(assets.find(library)).as(library).isPresent();
        }
    }

    @Test
    void whateverThePageAsksForIsThere() {
        Set<String> open = new TreeSet<>();
        Matcher links = LINK.matcher(text(assets.page()));
        while (links.find()) {
            open.add(links.group(1).substring("/assets/".length()));
        }
        assertThat(open).contains("app.js", "console.css");
        Set<String> seen = new TreeSet<>();
        while (!open.isEmpty()) {
            String name = open.iterator().next();
            open.remove(name);
            if (seen.add(name)) {
                Assets.Asset asset = assets.find(name).orElseThrow(() -> new AssertionError("no asset " + name));
                if (name.endsWith(".js") && !name.startsWith("lib/")) {
                    Matcher imports = IMPORT.matcher(text(asset));
                    while (imports.find()) {
                        open.add(imports.group(1).replaceFirst("^(\\./|/assets/)", ""));
                    }
                }
            }
        }
        assertThat(seen).hasSizeGreaterThan(10).contains("lib/preact.js");
    }

    /** The policy of the page's answers would refuse all of these, and nobody would see why. */
    @Test
    void thePageHasNothingInIt() {
        String page = text(assets.page());
        assertThat(page)
                .doesNotContain("<style")
                .doesNotContain(" style=")
                .doesNotContain("onclick")
                .doesNotContain("http");
        assertThat(page.replaceAll("<script[^>]*src=\"/assets/[a-z-]+\\.js\"[^>]*></script>", ""))
                .doesNotContain("<script");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../Assets.class",
                "lib/../app.js",
                "app.js.map",
                "App.js",
                "lib/other.js",
                "%2e%2e/x.js",
                "io/millrace/console/page/app.js",
                ""
            })
    void nothingElseIsServed(String name) {
        assertThat(assets.find(name)).isEmpty();
    }

    private static String text(Assets.Asset asset) {
        return new String(asset.plain(), StandardCharsets.UTF_8);
    }
}
