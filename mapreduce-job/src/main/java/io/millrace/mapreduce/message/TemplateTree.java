package io.millrace.mapreduce.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The templates of messages of one level and one number of words: Drain's tree with a fixed depth of two words, given the messages in
 * sorted order, so that what it finds depends on them alone. Numbers and ids have been masked before.
 *
 * <p>A message joins the group that shares its first two words and at least {@value #ALIKE} tenths of all; where words differ, the group
 * has a variable. In the end groups that differ at one place only, in {@value #LEAST_VALUES} values or more, are one: a variable that is
 * the first word, or most of a short message, is found so.
 *
 * @see <a href="https://doi.org/10.1109/ICWS.2017.13">P. He et al.: Drain, An Online Log Parsing Approach with Fixed Depth Tree (2017)</a>
 */
final class TemplateTree {
    /** In tenths. */
    static final int ALIKE = 7;

    private static final int LEAST_VALUES = 10;
    private static final int DEPTH = 2;
    /** Groups below one pair of first words; beyond it a message joins the one that is most like it. */
    private static final int MOST_IN_LEAF = 200;

    private final int most;
    private final Map<String, List<Group>> leaves = new LinkedHashMap<>();
    /** Groups that have a variable among their first words, and so belong to no leaf. */
    private List<Group> general = new ArrayList<>();

    /** What finds no room; null if all do. */
    private Group rest;

    private int groups;
    private boolean sortedOut;

    /** A tree of at most so many groups; what is left then is one more group, of variables alone. */
    TemplateTree(int most) {
        this.most = most;
    }

    /** Messages that are one template so far. */
    static final class Group {
        private final String[] words;
        private Tally tally;

        Group(String[] words, Tally tally) {
            this.words = words;
            this.tally = tally;
        }

        String text() {
            return String.join(" ", words);
        }

        Tally tally() {
            return tally;
        }

        private void join(String[] other, Tally more) {
            for (int i = 0; i < words.length; i++) {
                words[i] = words[i].equals(other[i]) ? words[i] : Template.VARIABLE;
            }
            tally = tally.and(more);
        }

        /** Whether a message of as many words has those that are no variables. */
        boolean covers(String[] message) {
            for (int i = 0; i < words.length; i++) {
                if (!words[i].equals(Template.VARIABLE) && !words[i].equals(message[i])) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Takes the words of a message that was masked; messages come sorted, each once. */
    void add(String[] words, Tally tally) {
        for (Group group : general) {
            if (group.covers(words)) {
                group.join(words, tally);
                return;
            }
        }
        List<Group> leaf = leaves.get(leafOf(words));
        Group best = leaf == null ? null : mostAlike(leaf, words);
        if (best != null && (alike(best.words, words) * 10 >= ALIKE * words.length || leaf.size() >= MOST_IN_LEAF)) {
            best.join(words, tally);
        } else if (groups < most) {
            leaves.computeIfAbsent(leafOf(words), start -> new ArrayList<>()).add(new Group(words, tally));
            if (++groups == most && !sortedOut) {
                sortOut(generalized(all()));
            }
        } else {
            addToRest(words, tally);
        }
    }

    /** All groups. */
    List<Group> finish() {
        List<Group> found = new ArrayList<>(generalized(all()));
        if (rest != null) {
            found.add(rest);
        }
        return found;
    }

    private List<Group> all() {
        List<Group> all = new ArrayList<>(general);
        leaves.values().forEach(all::addAll);
        return all;
    }

    private void sortOut(List<Group> merged) {
        sortedOut = true; // once: each time would cost as much as all messages before it
        leaves.clear();
        general = new ArrayList<>();
        groups = merged.size();
        for (Group group : merged) {
            if (Arrays.asList(group.words)
                    .subList(0, Math.min(DEPTH, group.words.length))
                    .contains(Template.VARIABLE)) {
                general.add(group);
            } else {
                leaves.computeIfAbsent(leafOf(group.words), start -> new ArrayList<>())
                        .add(group);
            }
        }
    }

    private void addToRest(String[] words, Tally tally) {
        if (rest == null) {
            String[] variables = new String[words.length];
            Arrays.fill(variables, Template.VARIABLE);
            rest = new Group(variables, tally);
        } else {
            rest.join(words, tally);
        }
    }

    private static String leafOf(String[] words) {
        return words.length == 1 ? words[0] : words[0] + ' ' + words[1];
    }

    /** The group that shares most words with a message; of several the one with most variables, then the first. */
    private static Group mostAlike(List<Group> leaf, String[] words) {
        Group best = null;
        int bestAlike = -1;
        int bestVariables = -1;
        for (Group group : leaf) {
            int alike = alike(group.words, words);
            if (alike >= bestAlike) {
                int variables = variables(group.words);
                if (alike > bestAlike || variables > bestVariables) {
                    best = group;
                    bestAlike = alike;
                    bestVariables = variables;
                }
            }
        }
        return best;
    }

    /** How many words are the same at the same place; a variable is like nothing. */
    static int alike(String[] some, String[] others) {
        int alike = 0;
        for (int i = 0; i < some.length; i++) {
            alike += some[i].equals(others[i]) && !some[i].equals(Template.VARIABLE) ? 1 : 0;
        }
        return alike;
    }

    private static int variables(String[] words) {
        int variables = 0;
        for (String word : words) {
            variables += word.equals(Template.VARIABLE) ? 1 : 0;
        }
        return variables;
    }

    /** Puts groups together that differ at one place only, if many do, or if one has a variable there already. */
    private static List<Group> generalized(List<Group> groups) {
        List<Group> all = groups;
        int words = all.isEmpty() ? 0 : all.get(0).words.length;
        for (int place = 0; place < words; place++) {
            Map<String, List<Group>> alike = new LinkedHashMap<>();
            for (Group group : all) {
                alike.computeIfAbsent(without(group.words, place), rest -> new ArrayList<>())
                        .add(group);
            }
            List<Group> merged = new ArrayList<>();
            for (List<Group> same : alike.values()) {
                if (isVariable(same, place)) {
                    Group one = same.get(0);
                    one.words[place] = Template.VARIABLE;
                    same.subList(1, same.size()).forEach(other -> one.join(other.words, other.tally));
                    merged.add(one);
                } else {
                    merged.addAll(same);
                }
            }
            all = merged;
        }
        return all;
    }

    private static String without(String[] words, int place) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words.length; i++) {
            text.append(i == place ? Template.VARIABLE : words[i]).append(' ');
        }
        return text.toString();
    }

    private static boolean isVariable(List<Group> same, int place) {
        if (same.size() < 2) {
            return false;
        }
        if (same.stream().anyMatch(group -> group.words[place].equals(Template.VARIABLE))) {
            return true;
        }
        // A template has to say something: there must be a word besides.
        String[] words = same.get(0).words.clone();
        words[place] = Template.VARIABLE;
        return same.size() >= LEAST_VALUES && Template.says(words);
    }
}
