package io.millrace.mapreduce.job;

import io.millrace.mapreduce.message.Change;
import io.millrace.mapreduce.message.Template;
import io.millrace.mapreduce.time.TimeText;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Tells people which messages are most frequent, and what is new among them since another result. */
final class MessageReport {
    /** Changes of each kind; the others are in the output. */
    private static final int MOST_CHANGES = 20;

    private static final int WIDTH = 140;

    private MessageReport() {}

    static void print(PrintWriter out, LevelsResult result) {
        String last = "";
        for (Template message : result.messages()) {
            if (!message.level().equals(last)) {
                last = message.level();
                out.println();
                out.println("Most frequent messages of " + last + ":");
            }
            out.printf(Locale.ROOT, "%,12d  %s%n", message.records(), message.text());
            out.println(
                    "              " + times(message) + "such as: " + TemplateLines.shorten(message.example(), WIDTH));
        }
        result.changes().ifPresent(changes -> changes(out, changes));
        List<String> notes = notes(result);
        if (!notes.isEmpty()) {
            out.println();
            notes.forEach(out::println);
        }
        out.flush();
    }

    /** What is not told, because there are more different messages than templates. */
    static List<String> notes(LevelsResult result) {
        return result.rest().stream()
                .map(rest -> String.format(
                        Locale.ROOT,
                        "Too many different messages to tell them all apart: %,d records of %s are '%s'%s.",
                        rest.records(),
                        rest.level(),
                        rest.text(),
                        result.changes().isPresent() ? ", in which nothing is found new or gone" : ""))
                .distinct()
                .toList();
    }

    private static void changes(PrintWriter out, List<Change> changes) {
        Map<Change.Kind, Integer> seen = new EnumMap<>(Change.Kind.class);
        out.println();
        if (changes.isEmpty()) {
            out.println("No message is new, gone, or far more or less frequent than before.");
        }
        for (Change change : changes) {
            int before = seen.merge(change.kind(), 1, Integer::sum) - 1;
            if (before == 0) {
                out.println(heading(change.kind()));
            }
            if (before < MOST_CHANGES) {
                Template template = change.template();
                out.printf(
                        Locale.ROOT,
                        "%,12d  %s%s  %s%n",
                        change.kind() == Change.Kind.GONE ? change.before() : template.records(),
                        expected(change),
                        template.level(),
                        template.text());
                if (change.kind() == Change.Kind.NEW) {
                    out.println("              " + times(template) + "such as: "
                            + TemplateLines.shorten(template.example(), WIDTH));
                }
            }
        }
        seen.forEach((kind, count) -> {
            if (count > MOST_CHANGES) {
                out.printf(
                        Locale.ROOT,
                        "%,d more %s in the result's changes%n",
                        count - MOST_CHANGES,
                        kind.name().toLowerCase(Locale.ROOT));
            }
        });
    }

    private static String heading(Change.Kind kind) {
        return switch (kind) {
            case NEW -> "New messages:";
            case GONE -> "Messages that are gone, with their records before:";
            case MORE -> "Far more frequent than before:";
            case FEWER -> "Far rarer than before:";
        };
    }

    private static String expected(Change change) {
        return switch (change.kind()) {
            case NEW, GONE -> "";
            case MORE, FEWER -> String.format(Locale.ROOT, "(expected %,.1f)  ", change.expected());
        };
    }

    private static String times(Template message) {
        return message.first().equals(TimeText.NOTHING) ? "" : message.first() + " to " + message.last() + ", ";
    }
}
