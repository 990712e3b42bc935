package io.millrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Meters are named after their service, each stands on its service's page, and what pages and panels name is a meter. */
class MetricsPageTest {
    private static final List<String> MODULES = List.of(
            "service-runtime",
            "record-stream",
            "record-sources",
            "producer-service",
            "consumer-service",
            "hdfs-sink-service");

    /** Prefixes of each service's meters, and the page that tells of them. */
    private static final Map<String, String> PAGES = Map.of(
            "millrace.producer.", "docs/producers.md",
            "millrace.consumer.", "docs/alerts.md",
            "millrace.sink.", "docs/sink.md");

    /** Of sink and alerts alike. */
    private static final String LAG = "millrace.lag";

    /** Of all services. */
    private static final String FLOW = "millrace.flow";

    private static final Pattern BUILT = Pattern.compile("\\.builder\\(\\s*\"([^\"]+)\"");
    private static final Pattern NAMED =
            Pattern.compile("\"(millrace\\.(?:(?:producer|consumer|sink)\\.[a-z.]+|lag|flow))\"");
    /** One of them is the name of a table. */
    private static final Pattern SHOWN =
            Pattern.compile("millrace_(?!consumer_schema)(?:(?:producer|consumer|sink)_[a-z_]+|lag|flow)\\b");
    /** What Prometheus' form of a meter's name has at its end, besides a base unit that the name may lack. */
    private static final Pattern ENDINGS = Pattern.compile("((_bytes)?(_total)?|_seconds(_(max|sum|count|bucket))?)$");

    @Test
    void aMeterIsNamedAfterItsService() {
        assertThat(sources()
                        .filter(source -> source.contains("import io.micrometer"))
                        .flatMap(source -> all(BUILT, source))
                        .filter(name -> !NAMED.matcher('"' + name + '"').matches()))
                .isEmpty();
    }

    @Test
    void everyMeterStandsOnThePageOfItsService() {
        Set<String> meters = meters();
        assertThat(meters).hasSizeGreaterThan(35);
        PAGES.forEach((prefix, page) -> {
            Set<String> shown = shown(page);
            assertThat(meters.stream().filter(name -> name.startsWith(prefix)).map(MetricsPageTest::stem))
                    .as("meters that " + page + " has to name")
                    .isNotEmpty()
                    .isSubsetOf(shown);
        });
        assertThat(shown("docs/sink.md")).contains(stem(LAG));
        assertThat(shown("docs/alerts.md")).contains(stem(LAG));
        assertThat(shown("docs/console.md")).contains(stem(FLOW));
    }

    @Test
    void whatPagesAndPanelsNameIsAMeter() {
        Set<String> meters = meters().stream().map(MetricsPageTest::stem).collect(Collectors.toSet());
        Stream.concat(PAGES.values().stream(), Stream.of("docker/monitoring/grafana/dashboards/millrace.json"))
                .forEach(page -> assertThat(shown(page))
                        .as("what " + page + " names")
                        .isNotEmpty()
                        .isSubsetOf(meters));
    }

    private static Set<String> meters() {
        return sources().flatMap(source -> all(NAMED, source)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> shown(String page) {
        Matcher matcher = SHOWN.matcher(read(Checkout.root().resolve(page)));
        return matcher.results().map(found -> stem(found.group())).collect(Collectors.toCollection(TreeSet::new));
    }

    /** What the name of a meter and all of its forms in Prometheus have in common. */
    private static String stem(String name) {
        return ENDINGS.matcher(name.replace('.', '_')).replaceFirst("");
    }

    private static Stream<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> found.group(1));
    }

    private static Stream<String> sources() {
        return MODULES.stream().flatMap(module -> {
            try (Stream<Path> files = Files.walk(Checkout.root().resolve(module).resolve("src/main/java"))) {
                return files
                        .filter(file -> file.toString().endsWith(".java"))
                        .map(MetricsPageTest::read)
                        .toList()
                        .stream();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
