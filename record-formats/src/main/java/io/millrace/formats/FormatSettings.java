package io.millrace.formats;

import io.millrace.formats.file.Compression;
import io.millrace.formats.layout.FolderTemplate;
import io.millrace.formats.metadata.MetadataColumn;
import io.millrace.formats.value.ValueFormat;
import io.millrace.formats.value.ValueSettings;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How the records of a topic become files. Plain values; whether they go together is answered by
 * {@link TopicFormats#problems}, all problems at once.
 *
 * @param values {@code --value-format}: what the records' values are
 * @param described what else is said of the values
 * @param files {@code --file-format}: what the files are
 * @param compression {@code --compression}
 * @param folders where the files are
 * @param fileName {@code --file-name}: template of file names; empty for topic, partition and offsets
 * @param rows what rows have besides values, and whether there is one without a value
 * @param variables {@code --set NAME=VALUE}: constants that layout and file name may name
 */
public record FormatSettings(
        Values values,
        ValueSettings described,
        FileKind files,
        Compression compression,
        FolderSettings folders,
        Optional<String> fileName,
        RowSettings rows,
        Map<String, String> variables) {

    public FormatSettings {
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    }

    /** What reads the values. */
    ValueFormat format() {
        return values.format(described);
    }

    /** Additional columns. */
    public Set<MetadataColumn> columns() {
        return rows.columns();
    }

    /** What rows of one file have in common by its folder: by that a table can be partitioned. */
    public List<FolderTemplate.Common> common() {
        Optional<String> kafkas = columns().contains(MetadataColumn.TIMESTAMP)
                ? Optional.of(MetadataColumn.TIMESTAMP.column())
                : Optional.empty();
        return folders.common(variables, kafkas);
    }

    /** What becomes of records without a value. */
    public Tombstones tombstones() {
        return rows.tombstones();
    }

    /** Settings with nothing optional set. */
    public static FormatSettings of(Values values, FileKind files, Compression compression) {
        return new FormatSettings(
                values,
                ValueSettings.NONE,
                files,
                compression,
                FolderSettings.NONE,
                Optional.empty(),
                RowSettings.NONE,
                Map.of());
    }
}
