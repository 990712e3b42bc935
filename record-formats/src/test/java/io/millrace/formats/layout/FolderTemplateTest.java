package io.millrace.formats.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FolderTemplateTest {
    private static final long NOON = Instant.parse("2026-03-01T12:34:56.789Z").toEpochMilli();

    private static FolderTemplate template(String text, ZoneId zone) throws TemplateException {
        return new FolderTemplate(text, "read.ings", zone, Map.of("user", "mael"), name -> name.startsWith("device"));
    }

    private static String folder(String text, String... values) throws TemplateException {
        return template(text, ZoneOffset.UTC).folder(7, NOON, "k", values).path();
    }

    @Test
    void placeholdersBecomeTopicPartitionTimeKeyVariablesAndFields() throws TemplateException {
        assertThat(folder("")).isEmpty();
        assertThat(folder("{topic}/p={partition}/{user}/k={key}")).isEqualTo("read.ings/p=7/mael/k=k");
        assertThat(folder("dt={yyyy-MM-dd}/hour={HH}/m{mm}")).isEqualTo("dt=2026-03-01/hour=12/m34");
        assertThat(folder("y={yyyy}/d={device_id}", "d-1")).isEqualTo("y=2026/d=d-1");
        assertThat(folder("{field:device}", "x")).isEqualTo("x");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "../../etc/passwd | %2E.%2F..%2Fetc%2Fpasswd",
                ".. | %2E.",
                ". | %2E",
                "_millrace | %5Fmillrace",
                "a/b | a%2Fb",
                "a=b:c | a%3Db%3Ac",
                "50% | 50%25",
                "été 日本 | été 日本",
                "'' | %5F_HIVE_DEFAULT_PARTITION__"
            })
    void valuesCannotLeaveTheirPartOfThePath(String value, String expected) throws TemplateException {
        assertThat(folder("{device}", value)).isEqualTo(expected);
    }

    @Test
    void controlCharactersAndInvisibleOnesAreEscaped() throws TemplateException {
        assertThat(folder("d={device}", "a\nb\u0000c\u202ed\u200be\u007f"))
                .isEqualTo("d=a%0Ab%00c%E2%80%AEd%E2%80%8Be%7F");
    }

    @Test
    void nullAndEmptyValuesAreWhatHiveReadsAsNull() throws TemplateException {
        assertThat(folder("d={device}", (String) null)).isEqualTo("d=__HIVE_DEFAULT_PARTITION__");
        assertThat(folder("d={device}", "")).isEqualTo("d=__HIVE_DEFAULT_PARTITION__");
    }

    @Test
    void randomTextsNeverMakeAnythingButOnePartOfAPath() throws TemplateException {
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(12); j >= 0; j--) {
                text.append("/._%=:\\\n{}*?a\u00e9\u202e\ud83d".charAt(random.nextInt(16)));
            }
            String folder = folder("{device}", text.toString());
            assertThat(folder)
                    .doesNotContain("/", "\\", ":", "\n", "*", "?", "{", "}")
                    .doesNotStartWith(".")
                    .doesNotStartWith("_");
        }
    }

    @Test
    void aPartLongerThanHdfsAllowsIsRefused() {
        assertThatThrownBy(() -> folder("d={device}", "x".repeat(254)))
                .isInstanceOf(TemplateException.class)
                .hasMessage("its folder would have a name of 256 bytes, must be at most 255");
    }

    @Test
    void theTimeFollowsTheZone() throws TemplateException {
        FolderTemplate template = template("{yyyy-MM-dd}/{HH}", ZoneId.of("Asia/Kolkata"));

        FolderTemplate.Folder folder = template.folder(0, NOON, null, new String[0]);

        assertThat(folder.path()).isEqualTo("2026-03-01/18");
        assertThat(Instant.ofEpochMilli(folder.start())).isEqualTo("2026-03-01T12:30:00Z");
        assertThat(Instant.ofEpochMilli(folder.end())).isEqualTo("2026-03-01T13:30:00Z");
    }

    @Test
    void aFolderHoldsForExactlyTheTimesOfItsRangeAlsoWhenClocksChange() throws TemplateException {
        for (String zone :
                new String[] {"UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"}) {
            for (String text :
                    new String[] {"{yyyy-MM-dd}/{HH}", "{yyyy-MM-dd}", "{yyyy}/{MM}", "{yyyy}", "{yyyy-MM-dd_HH.mm}"}) {
                FolderTemplate template = template(text, ZoneId.of(zone));
                long from = Instant.parse("2026-03-01T00:00:00Z").toEpochMilli();
                Random random = new Random(zone.hashCode());
                for (int i = 0; i < 400; i++) {
                    long millis = from + (long) (random.nextDouble() * 300 * 86_400_000L);
                    FolderTemplate.Folder folder = template.folder(0, millis, null, new String[0]);
                    assertThat(millis).isBetween(folder.start(), folder.end() - 1);
                    for (long inside : new long[] {folder.start(), folder.end() - 1}) {
                        assertThat(template.folder(0, inside, null, new String[0])
                                        .path())
                                .isEqualTo(folder.path());
                    }
                }
            }
        }
    }

    @Test
    void aTemplateWithoutTimeHasNoBoundary() throws TemplateException {
        FolderTemplate.Folder folder = template("p={partition}", ZoneOffset.UTC).folder(1, 0, null, new String[0]);

        assertThat(folder.end()).isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a",
                "a/",
                "a//b",
                "../a",
                "a/../b",
                "_a",
                ".a/b",
                "a/_b",
                "{",
                "a}",
                "{}",
                "{nosuch}",
                "a:b",
                "a\nb",
                "{yyyy-'}"
            })
    void templatesThatCouldMisleadAreRefusedWithTheRule(String text) {
        assertThatThrownBy(() -> template(text, ZoneOffset.UTC))
                .isInstanceOf(TemplateException.class)
                .hasMessageStartingWith("--layout '" + text + "' ");
    }
}
