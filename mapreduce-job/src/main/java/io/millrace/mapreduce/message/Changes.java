package io.millrace.mapreduce.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares the templates of two results. Which words are variables depends on what was seen, so two templates are the same message if
 * one has the other's words with more variables among them, or if they share at least {@value TemplateTree#ALIKE} tenths of their words
 * and differ in variables only; templates that a third one joins are one message. A template without any word that says something, as
 * that of messages that found no room, would be the same as all others of its length: it is the same as itself alone.
 *
 * <p>Two results are of different lengths of time and of different traffic, so a message is expected to have become more or less by the
 * factor by which messages in general have: the median over those that both have, with {@value #LEAST_RECORDS} records in each; of fewer
 * than {@value #LEAST_MESSAGES} such messages the factor is that of all records. Far more or fewer is {@value #FAR} times or a third of
 * what is expected, and more than five of chance's deviations from it, both counts being such as chance makes them (Poisson).
 */
public final class Changes {
    private static final int LEAST_RECORDS = 10;
    private static final int LEAST_MESSAGES = 3;
    private static final double FAR = 3;
    private static final double CHANCE_LIMIT = 5;

    private final List<Template> now;
    private final List<Template> before;
    /** The message that each template belongs to, as another one's number; those of before follow those of now. */
    private final int[] belongs;

    private Changes(List<Template> before, List<Template> now) {
        this.now = now;
        this.before = before;
        this.belongs = new int[now.size() + before.size()];
        Arrays.setAll(belongs, i -> i);
    }

    /** A message: its templates in both results. */
    private static final class Message {
        private Template now;
        private Template before;
        private long records;
        private long recordsBefore;

        void add(Template template, boolean isNow) {
            if (isNow) {
                now = now == null || template.records() > now.records() ? template : now;
                records += template.records();
            } else {
                before = before == null || template.records() > before.records() ? template : before;
                recordsBefore += template.records();
            }
        }
    }

    /** What is different, by kind, and within one by level and number of records. */
    public static List<Change> between(List<Template> before, List<Template> now) {
        Changes changes = new Changes(before, now);
        changes.match();
        return changes.judge();
    }

    private void match() {
        List<String[]> wordsBefore =
                before.stream().map(template -> Template.words(template.text())).toList();
        Map<String, List<Integer>> known = new HashMap<>();
        for (int i = 0; i < before.size(); i++) {
            String[] words = wordsBefore.get(i);
            known.computeIfAbsent(key(before.get(i), words, words[0]), key -> new ArrayList<>())
                    .add(i);
            if (!words[0].equals(Template.VARIABLE)) {
                known.computeIfAbsent(key(before.get(i), words, ""), key -> new ArrayList<>())
                        .add(i);
            }
        }
        for (int i = 0; i < now.size(); i++) {
            String[] words = Template.words(now.get(i).text());
            boolean any = words[0].equals(Template.VARIABLE);
            matchAll(i, words, known.get(key(now.get(i), words, Template.VARIABLE)), wordsBefore);
            matchAll(i, words, known.get(key(now.get(i), words, any ? "" : words[0])), wordsBefore);
        }
    }

    private static String key(Template template, String[] words, String first) {
        return template.level() + '\t' + words.length + '\t' + first;
    }

    private void matchAll(int template, String[] words, List<Integer> candidates, List<String[]> wordsBefore) {
        if (candidates == null) {
            return;
        }
        for (int candidate : candidates) {
            if (isSame(words, wordsBefore.get(candidate))) {
                belongs[root(now.size() + candidate)] = root(template);
            }
        }
    }

    private int root(int template) {
        int root = template;
        while (belongs[root] != root) {
            belongs[root] = belongs[belongs[root]];
            root = belongs[root];
        }
        return root;
    }

    /** Whether templates of as many words are the same message. */
    static boolean isSame(String[] some, String[] others) {
        if (!Template.says(some) || !Template.says(others)) {
            return Arrays.equals(some, others);
        }
        boolean covers = true;
        boolean isCovered = true;
        for (int i = 0; i < some.length; i++) {
            if (!some[i].equals(others[i])) {
                boolean variable = some[i].equals(Template.VARIABLE);
                boolean otherVariable = others[i].equals(Template.VARIABLE);
                if (!variable && !otherVariable) {
                    return false;
                }
                covers &= variable;
                isCovered &= otherVariable;
            }
        }
        return covers || isCovered || TemplateTree.alike(some, others) * 10 >= TemplateTree.ALIKE * some.length;
    }

    private List<Change> judge() {
        Map<Integer, Message> messages = new LinkedHashMap<>();
        for (int i = 0; i < belongs.length; i++) {
            boolean isNow = i < now.size();
            messages.computeIfAbsent(root(i), root -> new Message())
                    .add(isNow ? now.get(i) : before.get(i - now.size()), isNow);
        }
        double factor = factor(messages.values().stream().toList());
        List<Change> changes = new ArrayList<>();
        for (Message message : messages.values()) {
            double expected = message.recordsBefore * factor;
            Template template = message.now == null ? message.before : message.now;
            kind(message, expected, factor)
                    .map(kind -> new Change(kind, with(template, message.records), message.recordsBefore, expected))
                    .ifPresent(changes::add);
        }
        changes.sort(Comparator.comparing(Change::kind)
                .thenComparing(change -> change.template().level())
                .thenComparing(Comparator.comparingLong(
                                (Change change) -> Math.max(change.template().records(), change.before()))
                        .reversed())
                .thenComparing(change -> change.template().text()));
        return changes;
    }

    /** What is different; empty if a message has become as much more or less as chance makes it. */
    private static Optional<Change.Kind> kind(Message message, double expected, double factor) {
        if (message.before == null) {
            return Optional.of(Change.Kind.NEW);
        }
        if (message.now == null) {
            return Optional.of(Change.Kind.GONE);
        }
        double chance = CHANCE_LIMIT * Math.sqrt(Math.max(1, expected * (1 + factor)));
        if (message.records > Math.max(FAR * expected, expected + chance)) {
            return Optional.of(Change.Kind.MORE);
        }
        return message.records < Math.min(expected / FAR, expected - chance)
                ? Optional.of(Change.Kind.FEWER)
                : Optional.empty();
    }

    /** By what messages have become more in general. */
    private static double factor(List<Message> messages) {
        double[] ratios = messages.stream()
                .filter(message -> message.records >= LEAST_RECORDS && message.recordsBefore >= LEAST_RECORDS)
                .mapToDouble(message -> (double) message.records / message.recordsBefore)
                .sorted()
                .toArray();
        if (ratios.length >= LEAST_MESSAGES) {
            int middle = ratios.length / 2;
            return ratios.length % 2 == 1 ? ratios[middle] : (ratios[middle - 1] + ratios[middle]) / 2;
        }
        long records = messages.stream().mapToLong(message -> message.records).sum();
        long recordsBefore =
                messages.stream().mapToLong(message -> message.recordsBefore).sum();
        return records == 0 || recordsBefore == 0 ? 1 : (double) records / recordsBefore;
    }

    private static Template with(Template template, long records) {
        return new Template(
                template.level(), template.text(), records, template.first(), template.last(), template.example());
    }
}
