package io.millrace.sink.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.formats.FileKind;
import io.millrace.formats.FolderSettings;
import io.millrace.formats.FormatSettings;
import io.millrace.formats.RowSettings;
import io.millrace.formats.Values;
import io.millrace.formats.file.Compression;
import io.millrace.formats.metadata.MetadataColumn;
import io.millrace.formats.value.ValueSettings;
import io.millrace.sink.iceberg.PartitionTerm;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableSettingsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "dt={yyyy-MM-dd}/hour={HH}|timestamp|UTC|hour(timestamp)",
                "{type}/dt={yyyy-MM-dd}|timestamp|UTC|type;day(timestamp)",
                "{yyyy}/{MM}/{site}/{type}|at|Z|month(at);site;type",
                "m={yyyy-MM-dd-HH-mm}|at|UTC|hour(at)",
                "year={yyyy}|-|UTC|year(kafka_timestamp)",
                "{topic}/{partition}/{key}/fixed|at|UTC|-",
                "{type}/{yyyy-MM-dd}|at|Europe/Berlin|type",
                "{field:a.b}|-|UTC|a.b",
            })
    void whatTheFoldersSayIsHowATableIsPartitioned(String layout, String timeField, String zone, String terms) {
        FolderSettings folders = new FolderSettings(
                layout, Optional.ofNullable(timeField), zone.equals("Z") ? ZoneOffset.UTC : ZoneId.of(zone));
        FormatSettings format = new FormatSettings(
                Values.JSON,
                ValueSettings.NONE,
                FileKind.PARQUET,
                Compression.ZSTD,
                folders,
                Optional.empty(),
                new RowSettings(Set.of(MetadataColumn.TIMESTAMP), io.millrace.formats.Tombstones.DEAD_LETTER),
                Map.of());
        List<PartitionTerm> expected = terms == null
                ? List.of()
                : Stream.of(terms.split(";")).map(PartitionTerm::of).toList();
        assertThat(TableSettings.terms(format)).isEqualTo(expected);
    }
}
