package io.millrace.sink.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.formats.FileKind;
import io.millrace.formats.Tombstones;
import io.millrace.formats.Values;
import io.millrace.formats.file.Compression;
import io.millrace.formats.metadata.MetadataColumn;
import io.millrace.runtime.cli.Problems;
import io.millrace.runtime.cli.SettingsException;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class TopicOverridesTest {
    private static final List<String> TOPICS = List.of("logs", "readings");

    private static TopicOverrides overrides(List<String> common, String... overrides) {
        CommandLine line = new CommandLine(new TopicOverrides.Options()).setCaseInsensitiveEnumValuesAllowed(true);
        Problems problems = new Problems();
        TopicOverrides made = new TopicOverrides(
                List.of(overrides), TOPICS, "pattern"::equals, line.parseArgs(common.toArray(String[]::new)), problems);
        problems.throwIfAny();
        return made;
    }

    @Test
    void anOwnOptionTakesThePlaceOfTheCommonOneAndTheOthersStay() {
        TopicOverrides overrides = overrides(
                List.of(
                        "--value-format=json",
                        "--file-format",
                        "parquet",
                        "--compression=snappy",
                        "--schema=sensor-reading"),
                "logs:value-format=text",
                "logs:file-format=text",
                "logs:schema=",
                "logs:roll-age=10s");
        assertThat(overrides.of("readings")).isEmpty();
        TopicOverrides.Options logs = overrides.of("logs").orElseThrow();
        assertThat(logs.format.settings(false).values()).isEqualTo(Values.TEXT);
        assertThat(logs.format.settings(false).files()).isEqualTo(FileKind.TEXT);
        assertThat(logs.format.settings(false).compression()).isEqualTo(Compression.SNAPPY);
        assertThat(logs.format.settings(false).described().schema()).isEmpty();
        assertThat(logs.roll.rules().ageMillis()).isEqualTo(10_000);
        assertThat(logs.roll.rules().bytes()).isEqualTo(128L << 20);
    }

    @Test
    void oneTopicsTombstonesAreNotAnothers() {
        TopicOverrides overrides = overrides(
                List.of("--on-tombstone=store", "--metadata-columns=key,headers_bytes"),
                "logs:on-tombstone=dead-letter");
        TopicOverrides.Options logs = overrides.of("logs").orElseThrow();
        assertThat(logs.format.settings(false).tombstones()).isEqualTo(Tombstones.DEAD_LETTER);
        assertThat(logs.format.settings(false).columns())
                .containsExactlyInAnyOrder(MetadataColumn.KEY, MetadataColumn.HEADERS_BYTES);
        assertThat(overrides(List.of(), "logs:roll-age=1s")
                        .of("logs")
                        .orElseThrow()
                        .format
                        .settings(false)
                        .tombstones())
                .isEqualTo(Tombstones.DEAD_LETTER);
    }

    @Test
    void flagsListsAndConstantsAreCarriedOver() {
        TopicOverrides overrides = overrides(
                List.of("--roll-at-boundary", "--metadata-columns=topic,offset", "--set", "a=1", "--set=b=2"),
                "logs:roll-records=7");
        TopicOverrides.Options logs = overrides.of("logs").orElseThrow();
        assertThat(logs.roll.rules().eventTimeBoundary()).isTrue();
        assertThat(logs.roll.rules().records()).isEqualTo(7);
        assertThat(logs.format.settings(false).columns()).hasSize(2);
        assertThat(logs.format.settings(false).variables()).containsOnlyKeys("a", "b");
    }

    @Test
    void whatCannotBeIsSaidAllAtOnce() {
        assertThatThrownBy(() ->
                        overrides(List.of(), "logs", "logs:threads=2", "other:roll-age=1s", "readings:roll-age=soon"))
                .isInstanceOfSatisfying(
                        SettingsException.class,
                        e -> assertThat(e.problems())
                                .satisfiesExactly(
                                        first -> assertThat(first).contains("'logs'", "TOPIC:NAME=VALUE"),
                                        second -> assertThat(second).contains("'logs:threads=2'", "TOPIC:NAME=VALUE"),
                                        third -> assertThat(third).contains("'other:roll-age=1s'", "logs, readings"),
                                        fourth -> assertThat(fourth).contains("topic readings", "soon")));
    }
}
