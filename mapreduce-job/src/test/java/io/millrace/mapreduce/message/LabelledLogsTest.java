package io.millrace.mapreduce.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.mapreduce.record.MessageMask;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * How many messages are grouped exactly as people have labelled them, in loghub's files {@code *_2k.log_structured.csv}, whose folder
 * {@code -Dloghub=FOLDER} names.
 */
class LabelledLogsTest {
    private static final double LEAST_ACCURACY = 0.88;
    /** How many sets of labelled logs loghub has. */
    private static final int SETS = 16;

    @Test
    void messages_are_grouped_as_people_group_them() throws IOException {
        String folder = System.getProperty("loghub");
        assumeTrue(folder != null, "the labelled logs of loghub are not there; name their folder with -Dloghub=FOLDER");
        List<Path> files;
        try (Stream<Path> all = Files.walk(Path.of(folder))) {
            files = all.filter(file -> file.toString().endsWith("structured.csv"))
                    .sorted()
                    .toList();
        }
        assertThat(files).as("labelled logs in " + folder).hasSize(SETS);
        double sum = 0;
        for (Path file : files) {
            List<List<String>> rows = rows(Files.readString(file));
            double accuracy = accuracy(rows.subList(1, rows.size()), rows.get(0));
            System.out.printf(Locale.ROOT, "%.3f %s%n", accuracy, file.getFileName());
            sum += accuracy;
        }
        System.out.printf(Locale.ROOT, "%.3f on average of %d files%n", sum / files.size(), files.size());
        assertThat(sum / files.size()).isGreaterThan(LEAST_ACCURACY);
    }

    /** The share of messages whose group is exactly the labelled one, which Zhu et al. call grouping accuracy. */
    private static double accuracy(List<List<String>> rows, List<String> columns) {
        List<String> masked = new ArrayList<>();
        Map<String, Set<Integer>> labelled = new HashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            masked.add(masked(rows.get(i).get(columns.indexOf("Content"))));
            labelled.computeIfAbsent(rows.get(i).get(columns.indexOf("EventId")), label -> new HashSet<>())
                    .add(i);
        }
        Map<String, Set<Integer>> found = groups(masked);
        Set<Set<Integer>> truth = new HashSet<>(labelled.values());
        int exact = found.values().stream()
                .filter(truth::contains)
                .mapToInt(Set::size)
                .sum();
        return (double) exact / rows.size();
    }

    /** Which messages are in the same group, learnt from their examples, which are their numbers. */
    private static Map<String, Set<Integer>> groups(List<String> masked) {
        Map<String, List<Integer>> same = new TreeMap<>();
        for (int i = 0; i < masked.size(); i++) {
            same.computeIfAbsent(masked.get(i), text -> new ArrayList<>()).add(i);
        }
        List<String> sorted = new ArrayList<>(same.keySet());
        sorted.sort(Comparator.comparingInt((String text) -> Template.words(text).length)
                .thenComparing(Comparator.naturalOrder()));
        Map<String, Set<Integer>> groups = new HashMap<>();
        TemplateTree tree = null;
        int words = -1;
        for (String text : sorted) {
            String[] message = Template.words(text);
            if (message.length != words) {
                collect(tree, sorted, same, words, groups);
                words = message.length;
                tree = new TemplateTree(Templates.MOST_OF_A_LENGTH);
            }
            tree.add(message, Tally.of(same.get(text).size()));
        }
        collect(tree, sorted, same, words, groups);
        return groups;
    }

    /** Puts each message to the group with the fewest variables that covers it. */
    private static void collect(
            TemplateTree tree,
            List<String> texts,
            Map<String, List<Integer>> same,
            int words,
            Map<String, Set<Integer>> groups) {
        if (tree == null) {
            return;
        }
        List<TemplateTree.Group> found = tree.finish();
        long records = 0;
        for (String text : texts) {
            String[] message = Template.words(text);
            if (message.length == words) {
                String best = found.stream()
                        .filter(group -> group.covers(message))
                        .map(TemplateTree.Group::text)
                        .min(Comparator.comparingInt(group -> group.split("<\\*>", -1).length))
                        .orElseThrow();
                groups.computeIfAbsent(best, group -> new HashSet<>()).addAll(same.get(text));
                records += same.get(text).size();
            }
        }
        assertThat(found.stream().mapToLong(group -> group.tally().records()).sum())
                .isEqualTo(records);
    }

    private static String masked(String message) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        byte[] target = new byte[MessageMask.LONGEST + 8];
        return new String(target, 0, MessageMask.mask(bytes, 0, bytes.length, target, 0), StandardCharsets.UTF_8);
    }

    /** Comma-separated values as RFC 4180 has them. */
    private static List<List<String>> rows(String text) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    cell.append(text.charAt(i++));
                } else if (c == '"') {
                    quoted = false;
                } else {
                    cell.append(c);
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == ',' || c == '\n') {
                row.add(cell.toString());
                cell.setLength(0);
                if (c == '\n') {
                    rows.add(row);
                    row = new ArrayList<>();
                }
            } else if (c != '\r') {
                cell.append(c);
            }
        }
        if (!row.isEmpty()) {
            row.add(cell.toString());
            rows.add(row);
        }
        return rows;
    }

    /** As {@link #messages_are_grouped_as_people_group_them} measures, of two statements that everybody would tell apart. */
    @Test
    void the_measure_itself_is_one_for_what_is_grouped_rightly() {
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            rows.add(List.of("queue of shop s" + (char) ('g' + i % 20) + " is full now", "a"));
            rows.add(List.of("cannot reach the server at 10.0.0." + i, "b"));
        }
        Collections.shuffle(rows, new Random(14));
        assertThat(accuracy(rows, List.of("Content", "EventId"))).isEqualTo(1);
        rows.set(0, List.of("something else", "b"));
        assertThat(accuracy(rows, List.of("Content", "EventId"))).isLessThan(0.6);
    }
}
