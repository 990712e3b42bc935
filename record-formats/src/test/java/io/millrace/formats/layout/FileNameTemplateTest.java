package io.millrace.formats.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTemplateTest {
    private static final FileNameValues FILE = new FileNameValues("readings", 3, 1_000, 2_500, 0);

    private static FileNameTemplate template(String text, String... endings) throws TemplateException {
        return new FileNameTemplate(text, List.of(endings), Map.of("user", "../mael"));
    }

    @Test
    void theDefaultSaysWhereTheRecordsCameFrom() throws TemplateException {
        assertThat(template(FileNameTemplate.DEFAULT, "snappy.parquet").name(FILE))
                .isEqualTo("readings-3-000000001000-000000002500.snappy.parquet");
    }

    @Test
    void anExtensionIsAddedOnlyWhereReadersWouldMissIt() throws TemplateException {
        assertThat(template("partition-{partition}-batch-{sequence}.parquet", "snappy.parquet", "parquet")
                        .name(FILE))
                .isEqualTo("partition-3-batch-0.parquet");
        assertThat(template("{n}.txt", "txt").name(FILE)).isEqualTo("1.txt");
        assertThat(template("{n}.txt", "txt.gz").name(FILE)).isEqualTo("1.txt.txt.gz");
    }

    @Test
    void variablesAreEscaped() throws TemplateException {
        assertThat(template("{user}_msg_{n}.json", "json").name(FILE)).isEqualTo("%2E.%2Fmael_msg_1.json");
    }

    @Test
    void theLongestTopicNameStillMakesAFileName() throws TemplateException {
        String name = template(FileNameTemplate.DEFAULT, "snappy.parquet")
                .name(new FileNameValues("_".repeat(100) + "t".repeat(149), 3, 1, 2, 0));

        assertThat(name.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(255);
        assertThat(name)
                .endsWith("t-3-000000000001-000000000002.snappy.parquet")
                .doesNotStartWith("_");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fixed.json", "{partition}", "a/{n}", "_{n}", ".{n}", "{nosuch}{n}", "a:{n}"})
    void namesThatCollideHideOrLeaveTheFolderAreRefused(String text) {
        assertThatThrownBy(() -> template(text, "json"))
                .isInstanceOf(TemplateException.class)
                .hasMessageStartingWith("--file-name '" + text + "' ");
    }
}
