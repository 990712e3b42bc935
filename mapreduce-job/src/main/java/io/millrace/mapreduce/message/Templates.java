package io.millrace.mapreduce.message;

import io.millrace.mapreduce.time.TimeText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the templates of masked messages that come sorted by level, number of words and text, each once with all its records. What is
 * found depends on the messages alone, not on who read which of them; counts are exact. In memory are the templates, never the messages.
 */
public final class Templates {
    /**
     * How many templates there can be, of one level and number of words and in all. Messages that find no room among them are one more
     * template for each level and number of words, of variables alone.
     */
    static final int MOST_OF_A_LENGTH = 5_000;

    private static final int MOST = 50_000;

    private final List<Template> found = new ArrayList<>();
    private String level = "";
    private int words = -1;
    private TemplateTree tree = new TemplateTree(1);

    /** Takes the records of a message. */
    public void add(String ofLevel, String masked, Tally tally) {
        String[] ofMessage = Template.words(masked);
        if (ofMessage.length != words || !ofLevel.equals(level)) {
            close();
            level = ofLevel;
            words = ofMessage.length;
            tree = new TemplateTree(Math.max(1, Math.min(MOST_OF_A_LENGTH, MOST - found.size())));
        }
        tree.add(ofMessage, tally);
    }

    /** All templates in their order; to be called after the last message. */
    public List<Template> all() {
        close();
        words = -1;
        found.sort(Template.ORDER);
        return List.copyOf(found);
    }

    /** As text without tabs, line ends and other signs that are none: an example is a cell of a line. */
    private static String onOneLine(byte[] example) {
        return new String(example, StandardCharsets.UTF_8)
                .replaceAll("\\p{Cntrl}", " ")
                .strip();
    }

    private void close() {
        if (words < 0) {
            return;
        }
        for (TemplateTree.Group group : tree.finish()) {
            Tally tally = group.tally();
            found.add(new Template(
                    level,
                    group.text(),
                    tally.records(),
                    TimeText.of(tally.first()),
                    TimeText.of(tally.last()),
                    onOneLine(tally.example())));
        }
    }
}
