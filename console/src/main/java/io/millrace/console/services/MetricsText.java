package io.millrace.console.services;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Prometheus' text format, as far as a page needs it: samples with their labels. Comments, and lines that are something else, are
 * passed over. Source: https://prometheus.io/docs/instrumenting/exposition_formats/
 */
final class MetricsText {
    private final List<Sample> samples = new ArrayList<>();

    /** One line. */
    record Sample(String name, Map<String, String> labels, double value) {}

    MetricsText(String text) {
        text.lines().filter(line -> !line.isEmpty() && line.charAt(0) != '#').forEach(this::read);
    }

    List<Sample> named(String name) {
        return samples.stream().filter(sample -> sample.name().equals(name)).toList();
    }

    /** The sum of all samples of one of these names; empty if there is none. */
    OptionalDouble sum(String... names) {
        List<String> wanted = List.of(names);
        return sum(samples.stream().filter(sample -> wanted.contains(sample.name())));
    }

    /** The sum of the samples of this name whose label has this value; empty if there is none. */
    OptionalDouble sumWhere(String name, String label, String value) {
        return sum(named(name).stream()
                .filter(sample -> value.equals(sample.labels().get(label))));
    }

    private static OptionalDouble sum(Stream<Sample> of) {
        return of.mapToDouble(Sample::value).filter(Double::isFinite).reduce(Double::sum);
    }

    /** The largest of all samples of this name; empty if there is none. */
    OptionalDouble max(String name) {
        return named(name).stream()
                .mapToDouble(Sample::value)
                .filter(Double::isFinite)
                .max();
    }

    private void read(String line) {
        int open = line.indexOf('{');
        int close = line.lastIndexOf('}');
        boolean labelled = open > 0 && close > open;
        String name = labelled ? line.substring(0, open) : line.split(" ", 2)[0];
        String rest = (labelled ? line.substring(close + 1) : line.substring(name.length())).strip();
        try {
            double value = Double.parseDouble(rest.split(" ", 2)[0].replace("+Inf", "Infinity"));
            samples.add(new Sample(name, labelled ? labels(line.substring(open + 1, close)) : Map.of(), value));
        } catch (NumberFormatException e) {
            // No sample.
        }
    }

    /** {@code a="x",b="y"}, where {@code \"}, {@code \\} and {@code \n} stand for themselves. */
    private static Map<String, String> labels(String text) {
        Map<String, String> labels = new LinkedHashMap<>();
        int at = 0;
        while (at < text.length()) {
            int equals = text.indexOf('=', at);
            if (equals < 0 || equals + 1 >= text.length()) {
                break;
            }
            StringBuilder value = new StringBuilder();
            int i = equals + 2;
            for (; i < text.length() && text.charAt(i) != '"'; i++) {
                char c = text.charAt(i);
                if (c == '\\' && i + 1 < text.length()) {
                    i++;
                    value.append(text.charAt(i) == 'n' ? '\n' : text.charAt(i));
                } else {
                    value.append(c);
                }
            }
            labels.put(text.substring(at, equals).strip(), value.toString());
            at = i + 2;
        }
        return labels;
    }
}
