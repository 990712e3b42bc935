package io.millrace.mapreduce.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangesTest {
    private final List<Template> before = new ArrayList<>();
    private final List<Template> now = new ArrayList<>();

    @Test
    void a_message_that_the_other_result_lacks_is_new_and_the_other_way_round_gone() {
        before.add(template("INFO", "started", 5));
        before.add(template("ERROR", "disk is full", 7));
        now.add(template("INFO", "started", 5));
        now.add(template("ERROR", "no route to host", 3));
        assertThat(changes()).containsExactly("NEW ERROR no route to host 3 0", "GONE ERROR disk is full 0 7");
    }

    @Test
    void the_same_words_at_another_level_are_another_message() {
        before.add(template("WARN", "retrying", 5));
        now.add(template("ERROR", "retrying", 5));
        assertThat(changes()).containsExactly("NEW ERROR retrying 5 0", "GONE WARN retrying 0 5");
    }

    @Test
    void variables_that_were_words_before_make_no_new_message() {
        before.add(template("INFO", "user anna logged in", 4));
        before.add(template("INFO", "user bert logged in", 6));
        now.add(template("INFO", "user <*> logged in", 10));
        assertThat(changes()).isEmpty();
        assertThat(Changes.between(now, before)).isEmpty();
    }

    @Test
    void messages_that_merely_could_be_the_same_are_not() {
        assertThat(Changes.isSame(words("Connection <*> by peer"), words("Connection refused by <*>")))
                .isFalse();
        assertThat(Changes.isSame(words("a b c d e f g <*> i z"), words("a b c d e f g h <*> z")))
                .isTrue();
        assertThat(Changes.isSame(words("<*> is up"), words("host is up"))).isTrue();
        assertThat(Changes.isSame(words("host is up"), words("host is down"))).isFalse();
    }

    @Test
    void a_template_of_variables_alone_hides_no_other() {
        before.add(template("INFO", "<*> <*> <*>", 70));
        before.add(template("INFO", "disk is full", 7));
        now.add(template("INFO", "<*> <*> <*>", 70));
        now.add(template("INFO", "host is away", 3));
        now.add(template("INFO", "# # #", 4));
        assertThat(changes())
                .containsExactly("NEW INFO # # # 4 0", "NEW INFO host is away 3 0", "GONE INFO disk is full 0 7");
    }

    @Test
    void what_changed_far_is_measured_against_what_became_of_the_others() {
        for (String name : List.of("a", "b", "c", "d")) {
            before.add(template("INFO", name, 100));
            now.add(template("INFO", name, 1000)); // ten times the traffic
        }
        before.add(template("WARN", "slow", 100));
        now.add(template("WARN", "slow", 5000));
        before.add(template("WARN", "late", 100));
        now.add(template("WARN", "late", 100));
        before.add(template("WARN", "usual", 100));
        now.add(template("WARN", "usual", 2000));
        assertThat(changes()).containsExactly("MORE WARN slow 5000 100", "FEWER WARN late 100 100");
        assertThat(Changes.between(before, now).get(0).expected()).isEqualTo(1000);
    }

    @Test
    void a_message_that_explodes_does_not_make_all_others_rare() {
        for (String name : List.of("a", "b", "c", "d")) {
            before.add(template("INFO", name, 100));
            now.add(template("INFO", name, 100));
        }
        before.add(template("ERROR", "storm", 10));
        now.add(template("ERROR", "storm", 1_000_000));
        assertThat(changes()).containsExactly("MORE ERROR storm 1000000 10");
    }

    @Test
    void what_chance_makes_of_rare_messages_is_no_change() {
        before.add(template("INFO", "rare", 1));
        now.add(template("INFO", "rare", 7));
        before.add(template("INFO", "usual", 1000));
        now.add(template("INFO", "usual", 1000));
        assertThat(changes()).isEmpty();
    }

    private List<String> changes() {
        return Changes.between(before, now).stream()
                .map(change -> change.kind() + " " + change.template().level() + " "
                        + change.template().text() + " " + change.template().records() + " " + change.before())
                .toList();
    }

    private static String[] words(String text) {
        return Template.words(text);
    }

    private static Template template(String level, String text, long records) {
        return new Template(level, text, records, "-", "-", text);
    }
}
