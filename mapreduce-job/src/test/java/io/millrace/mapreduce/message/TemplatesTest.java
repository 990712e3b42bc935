package io.millrace.mapreduce.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TemplatesTest {
    @Test
    void words_that_differ_among_many_that_do_not_are_a_variable() {
        assertThat(texts(List.of(
                        "connection of user anna from # was closed",
                        "connection of user bert from # was closed",
                        "connection of user cleo from # was opened by peer")))
                .containsExactly(
                        "connection of user <*> from # was closed",
                        "connection of user cleo from # was opened by peer");
    }

    @Test
    void messages_that_start_otherwise_or_share_too_little_are_others() {
        assertThat(texts(List.of("disk is full", "disk is mounted", "server has started", "server has stopped")))
                .hasSize(4);
        assertThat(texts(List.of("Started the job scheduler now", "Stopped the job scheduler now")))
                .hasSize(2);
    }

    @Test
    void a_first_word_with_many_values_is_a_variable_and_one_with_few_is_not() {
        List<String> many = IntStream.range('a', 'a' + 10)
                .mapToObj(c -> (char) c + "x logged in")
                .toList();
        assertThat(texts(many)).containsExactly("<*> logged in");
        assertThat(texts(many.subList(0, 9))).hasSize(9);
    }

    @Test
    void words_that_say_nothing_alone_are_not_made_one() {
        List<String> single =
                IntStream.range('a', 'a' + 26).mapToObj(c -> (char) c + "x").toList();
        assertThat(texts(single)).hasSize(26);
    }

    @Test
    void records_times_and_the_first_example_are_put_together() {
        Templates templates = new Templates();
        templates.add("WARN", "queue of shop anna is full now", tally(2, 100, 200, "b"));
        templates.add("WARN", "queue of shop bert is full now", tally(3, 50, 150, "a\tx"));
        assertThat(templates.all())
                .containsExactly(new Template(
                        "WARN",
                        "queue of shop <*> is full now",
                        5,
                        "1970-01-01T00:00:50",
                        "1970-01-01T00:03:20",
                        "a x"));
    }

    @Test
    void tallies_are_the_same_in_whatever_order_they_are_put_together() {
        List<Tally> tallies = List.of(
                tally(1, 100, 100, "d"),
                tally(1, 100, 100, "c"),
                tally(2, Tally.NO_FIRST, Tally.NO_LAST, "a"),
                tally(4, 200, 300, "b"),
                Tally.of(8));
        for (int[] order : new int[][] {{0, 1, 2, 3, 4}, {4, 3, 2, 1, 0}, {2, 4, 0, 3, 1}}) {
            Tally sum = IntStream.of(order)
                    .mapToObj(tallies::get)
                    .reduce(Tally::and)
                    .orElseThrow();
            assertThat(sum.records()).isEqualTo(16);
            assertThat(sum.first()).isEqualTo(100);
            assertThat(sum.last()).isEqualTo(300);
            assertThat(new String(sum.example(), StandardCharsets.UTF_8)).isEqualTo("c");
        }
    }

    /** Text without any order may not cost memory without bound, nor a record. */
    @Test
    void of_messages_that_have_nothing_in_common_no_record_is_lost() {
        TreeMap<String, Integer> messages = new TreeMap<>();
        for (int i = 0; i < 20_000; i++) {
            messages.put(word(i) + ' ' + word(i * 7919) + ' ' + word(i * 31), i % 3 + 1);
        }
        Templates templates = new Templates();
        messages.forEach((message, records) -> templates.add("INFO", message, Tally.of(records)));
        List<Template> all = templates.all();
        assertThat(all).hasSizeLessThanOrEqualTo(5_001);
        assertThat(all.stream().mapToLong(Template::records).sum())
                .isEqualTo(messages.values().stream().mapToLong(i -> i).sum());
    }

    private static String word(int number) {
        StringBuilder word = new StringBuilder("w");
        for (int rest = number & 0xFFFFF; rest > 0; rest /= 26) {
            word.append((char) ('a' + rest % 26));
        }
        return word.toString();
    }

    /** The templates of these messages, which are sorted as a job sorts them. */
    private static List<String> texts(List<String> messages) {
        List<String> sorted = new ArrayList<>(new TreeSet<>(messages));
        sorted.sort(Comparator.comparingInt(message -> Template.words(message).length));
        Templates templates = new Templates();
        sorted.forEach(message -> templates.add("INFO", message, Tally.of(1)));
        return templates.all().stream().map(Template::text).toList();
    }

    private static Tally tally(long records, long first, long last, String example) {
        return new Tally(records, first, last, example.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void levels_have_templates_of_their_own() {
        Templates templates = new Templates();
        Map<String, Integer> levels = new TreeMap<>(Map.of("ERROR", 1, "INFO", 2));
        levels.forEach((level, records) -> templates.add(level, "x y", Tally.of(records)));
        assertThat(templates.all())
                .extracting(Template::level, Template::records)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("ERROR", 1L),
                        org.assertj.core.groups.Tuple.tuple("INFO", 2L));
    }
}
