package io.millrace.formats;

import io.millrace.formats.file.Compression;
import io.millrace.formats.metadata.MetadataColumn;
import io.millrace.formats.value.ValueSettings;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
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
 * @param columns {@code --metadata-columns}: additional columns, in the order of the enum
 * @param tombstones {@code --on-tombstone}: what becomes of records without a value
 * @param variables {@code --set NAME=VALUE}: constants that layout and file name may name
 */
public record FormatSettings(
        Values values,
        ValueSettings described,
        FileKind files,
        Compression compression,
        FolderSettings folders,
        Optional<String> fileName,
        Set<MetadataColumn> columns,
        Tombstones tombstones,
        Map<String, String> variables) {

    public FormatSettings {
        columns = columns.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(columns));
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
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
                Set.of(),
                Tombstones.DEAD_LETTER,
                Map.of());
    }
}
