package io.millrace.formats.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which templates keep the files of partitions and of topics apart. */
class PathFormTest {
    private static final Map<String, String> VARIABLES = Map.of("user", "mael", "two", "2");

    private static PathForm form(String layout, String name, String topic) {
        try {
            FolderTemplate folders = new FolderTemplate(layout, topic, ZoneOffset.UTC, VARIABLES, field -> true);
            return folders.paths(new FileNameTemplate(name, List.of("jsonl"), VARIABLES), topic);
        } catch (TemplateException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            emptyValue = "",
            value = {
                "'', {topic}-{partition}-{start}-{next}, true",
                "'', partition-{partition}-batch-{sequence}, true",
                "'', {user}_msg_{n}, false",
                "'', {start}-{next}, false",
                // The numbers run into one another: 1 and 11 is 11 and 1.
                "'', {partition}{n}, false",
                "'', {n}{partition}, false",
                "'', p{partition}2-{n}, false",
                "'', p{partition}{two}-{n}, false",
                "'', {two}{partition}-{n}, false",
                "'', {n}-{partition}, true",
                "p={partition}, {n}, true",
                "{partition}, {n}, true",
                "dt={yyyy-MM-dd}/p={partition}, {n}, true",
                "{device}-{partition}, {n}, true",
                "{partition}-{device}, {n}, true",
                // Devices 'a-1' of partition 2 and 'a' of partition 1 can have one folder.
                "{device}-{partition}-{place}, {n}, false",
                "{device}{partition}, {n}, false",
                "{device}-{partition}-end, {n}, true",
            })
    void partitionsAreToldApart(String layout, String name, boolean told) {
        assertThat(form(layout, name, "readings").tellsPartitions()).isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource({
        "'', {topic}-{partition}-{start}-{next}, a, b, false",
        "'', {topic}-{partition}-{start}-{next}, a, a-1, false",
        "'', {topic}-{partition}-{start}-{next}, t1, t2, false",
        "'', {partition}-{start}-{next}, a, b, true",
        "'', {user}_msg_{n}, a, b, true",
        "{topic}, {n}, a, b, false",
        "kind={topic}/dt={yyyy-MM-dd}, {partition}-{n}, a, b, false",
        // Topic a1 with partition 1 and topic a with partition 11.
        "'', {topic}{partition}-{n}, a1, a, true",
        "{topic}-{device}, {n}, a, a-b, true",
        "{topic}-{device}, {n}, a, b, false",
        "{device}-{topic}, {n}, b-a, a, true",
        "'', {topic}-{n}, x.y, x_y, false",
    })
    void topicsMayMeet(String layout, String name, String one, String other, boolean meet) {
        assertThat(form(layout, name, one).mayMeet(form(layout, name, other))).isEqualTo(meet);
        assertThat(form(layout, name, other).mayMeet(form(layout, name, one))).isEqualTo(meet);
    }

    @Test
    void topicsWithTemplatesOfTheirOwnMayMeetOrNot() {
        assertThat(form("a", "{n}", "t").mayMeet(form("b", "{n}", "u"))).isFalse();
        assertThat(form("a", "{n}", "t").mayMeet(form("a/b", "{n}", "u"))).isFalse();
        assertThat(form("a", "{n}", "t").mayMeet(form("{device}", "{n}", "u"))).isTrue();
        assertThat(form("", "1-{n}", "t").mayMeet(form("", "{partition}-{n}", "u")))
                .isTrue();
    }

    @Test
    void namesThatAreCutTellOnlyWhatIsLeftOfThem() {
        String longest = "t".repeat(249);
        assertThat(form("", FileNameTemplate.DEFAULT, longest).tellsPartitions())
                .isTrue();
        PathForm other = form("", FileNameTemplate.DEFAULT, "u".repeat(249));
        assertThat(form("", FileNameTemplate.DEFAULT, longest).mayMeet(other)).isTrue();
        assertThat(form("", "{partition}-{topic}-{n}", longest).tellsPartitions())
                .isFalse();
        assertThat(form("p={partition}", FileNameTemplate.DEFAULT, longest).tellsPartitions())
                .isTrue();
    }

    /** What is said to be impossible never happens, whatever the template. */
    @Test
    void noTwoPartitionsOrTopicsThatAreToldApartEverShareAName() throws TemplateException {
        Random random = new Random(5);
        List<String> pieces = List.of(
                "{topic}", "{partition}", "{start}", "{next}", "{sequence}", "{n}", "{two}", "-", "1", "a", "_", ".");
        List<String> topics = List.of("a", "a1", "a-1", "1", "11");
        int told = 0;
        for (int i = 0; i < 400; i++) {
            StringBuilder template = new StringBuilder("x{n}");
            for (int k = random.nextInt(4); k >= 0; k--) {
                template.insert(
                        random.nextInt(2) == 0 ? 1 : template.length(), pieces.get(random.nextInt(pieces.size())));
            }
            FileNameTemplate names = new FileNameTemplate(template.toString(), List.of("jsonl"), VARIABLES);
            Map<String, String> owners = new HashMap<>();
            for (String topic : topics) {
                for (int partition : new int[] {0, 1, 2, 11, 21, 111}) {
                    for (int number : new int[] {0, 1, 11, 110, 211}) {
                        String name = names.name(new FileNameValues(topic, partition, number, number + 1L, number));
                        String owner = topic + "/" + partition;
                        String before = owners.putIfAbsent(name, owner);
                        if (before == null || before.equals(owner)) {
                            continue;
                        }
                        String other = before.substring(0, before.indexOf('/'));
                        PathForm form = form("", template.toString(), topic);
                        if (other.equals(topic)) {
                            assertThat(form.tellsPartitions())
                                    .as(template + ": " + name)
                                    .isFalse();
                        } else {
                            assertThat(form.mayMeet(form("", template.toString(), other)))
                                    .as(template + ": " + name)
                                    .isTrue();
                        }
                    }
                }
            }
            told += form("", template.toString(), "a").tellsPartitions() ? 1 : 0;
        }
        assertThat(told).isPositive();
    }
}
