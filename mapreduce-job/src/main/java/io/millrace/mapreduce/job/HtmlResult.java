package io.millrace.mapreduce.job;

import io.millrace.mapreduce.message.Change;
import io.millrace.mapreduce.message.Template;
import io.millrace.mapreduce.report.Course;
import io.millrace.mapreduce.report.HtmlPage;
import io.millrace.mapreduce.report.HtmlPage.Heading;
import io.millrace.mapreduce.report.HtmlPage.Look;
import io.millrace.mapreduce.time.Bursts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Puts the result of a level job on a page. */
final class HtmlResult {
    private static final int MOST_ROWS = 200;

    private final JobOutput output;
    private final LevelsResult result;
    private final ResultTable table;

    /** A page of this result; of its output only the minutes are still to be read. */
    HtmlResult(JobOutput output, LevelsResult result, ResultTable table) {
        this.output = output;
        this.result = result;
        this.table = table;
    }

    /**
     * Writes the page into a file of the local disk.
     *
     * @param input what was counted
     * @param notes what a reader needs to know besides
     */
    void write(Path file, String input, List<String> notes) throws IOException {
        HtmlPage page = new HtmlPage("Log records by level");
        page.note(input);
        notes.forEach(page::note);
        page.section("Levels");
        page.levels(table.levels());
        Course course = output.course(result.bursts());
        if (!course.bars().isEmpty()) {
            page.section("Records by " + course.step());
            page.course(course);
        }
        bursts(page, result.bursts());
        breakdown(page);
        messages(page);
        result.changes().ifPresent(changes -> changes(page, changes));
        unknown(page);
        if (!result.skipped().isEmpty()) {
            page.section("Files left out");
            page.table(
                    List.of(new Heading("File", Look.LOG)),
                    result.skipped().stream().map(List::of).toList());
        }
        Files.write(file, page.html().getBytes(StandardCharsets.UTF_8));
    }

    private static void bursts(HtmlPage page, List<Bursts.Burst> bursts) {
        page.section("Bursts");
        page.note("Minutes in which a level is far above the median of its 60 minutes before.");
        if (bursts.isEmpty()) {
            page.note("There are none.");
            return;
        }
        page.table(
                List.of(
                        new Heading("Minute", Look.SHORT),
                        new Heading("Level", Look.SHORT),
                        new Heading("Records", Look.NUMBER),
                        new Heading("Usually", Look.NUMBER),
                        new Heading("Limit", Look.NUMBER)),
                bursts.stream()
                        .limit(MOST_ROWS)
                        .map(burst -> List.of(
                                burst.minute().replace('T', ' '),
                                burst.level(),
                                number(burst.records()),
                                decimal(burst.usual()),
                                decimal(burst.limit())))
                        .toList());
        leftOut(page, bursts.size());
    }

    private void breakdown(HtmlPage page) {
        Map<String, Map<String, Long>> rows = table.labels(MOST_ROWS);
        if (rows.isEmpty()) {
            return;
        }
        List<String> levels = List.copyOf(table.levels().keySet());
        List<Heading> columns = new ArrayList<>(List.of(new Heading(table.byName(), Look.LONG)));
        levels.forEach(level -> columns.add(new Heading(level, Look.NUMBER)));
        page.section("By " + table.byName());
        List<List<String>> cells = new ArrayList<>();
        rows.forEach((label, counts) -> {
            List<String> row = new ArrayList<>(List.of(label));
            levels.forEach(level -> row.add(counts.containsKey(level) ? number(counts.get(level)) : ""));
            cells.add(row);
        });
        page.table(columns, cells);
        leftOut(page, table.labelCount());
    }

    private void messages(HtmlPage page) {
        List<Template> messages = result.messages();
        if (messages.isEmpty()) {
            return;
        }
        page.section("Most frequent messages");
        page.table(
                List.of(
                        new Heading("Level", Look.SHORT),
                        new Heading("Records", Look.NUMBER),
                        new Heading("First", Look.SHORT),
                        new Heading("Last", Look.SHORT),
                        new Heading("Message", Look.LOG),
                        new Heading("Example", Look.LOG)),
                messages.stream()
                        .limit(MOST_ROWS)
                        .map(message -> List.of(
                                message.level(),
                                number(message.records()),
                                message.first().replace('T', ' '),
                                message.last().replace('T', ' '),
                                message.text(),
                                message.example()))
                        .toList());
        leftOut(page, messages.size());
    }

    private static void changes(HtmlPage page, List<Change> changes) {
        page.section("Changes of messages");
        if (changes.isEmpty()) {
            page.note("No message is new, gone, or far more or less frequent than before.");
            return;
        }
        page.table(
                List.of(
                        new Heading("Change", Look.SHORT),
                        new Heading("Level", Look.SHORT),
                        new Heading("Records", Look.NUMBER),
                        new Heading("Before", Look.NUMBER),
                        new Heading("Expected", Look.NUMBER),
                        new Heading("First", Look.SHORT),
                        new Heading("Message", Look.LOG),
                        new Heading("Example", Look.LOG)),
                changes.stream()
                        .limit(MOST_ROWS)
                        .map(change -> List.of(
                                change.kind().name(),
                                change.template().level(),
                                number(change.template().records()),
                                number(change.before()),
                                decimal(change.expected()),
                                change.template().first().replace('T', ' '),
                                change.template().text(),
                                change.template().example()))
                        .toList());
        leftOut(page, changes.size());
    }

    private void unknown(HtmlPage page) {
        List<UnknownForms.Form> forms = result.unknownForms();
        if (!forms.isEmpty()) {
            page.section("Forms without a level");
            page.table(
                    List.of(new Heading("Records", Look.NUMBER), new Heading("Example", Look.LOG)),
                    forms.stream()
                            .limit(MOST_ROWS)
                            .map(form -> List.of(number(form.records()), form.example()))
                            .toList());
            leftOut(page, forms.size());
        }
    }

    private static void leftOut(HtmlPage page, int all) {
        if (all > MOST_ROWS) {
            page.note(number(all - MOST_ROWS) + " more in the result.");
        }
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String decimal(double number) {
        return String.format(Locale.ROOT, "%,.1f", number);
    }
}
