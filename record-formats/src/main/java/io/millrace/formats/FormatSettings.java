package io.millrace.formats;

import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
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
 * @param values {@code --values}: what the records' values are
 * @param files {@code --format}: what the files are
 * @param compression {@code --compression}
 * @param schema {@code --schema}: {@code sensor-reading}, {@code log-event}, {@code weather-report} or the path of an
 *     Avro schema file; empty for none
 * @param descriptorSet {@code --descriptor-set}: Protobuf descriptor set as written by {@code protoc
 *     --include_imports --descriptor_set_out}; empty for none
 * @param message {@code --message}: full name of the Protobuf message of the values; empty for none
 * @param reading what JSON leaves open
 * @param layout {@code --layout}: template of folders, such as <code>dt={yyyy-MM-dd}/hour={HH}</code>; empty for none
 * @param eventTimeField {@code --event-time-field}: field that holds a record's event time; empty for the Kafka
 *     timestamp
 * @param zone {@code --time-zone}: zone of the times in the layout
 * @param fileName {@code --file-name}: template of file names; empty for topic, partition and offsets
 * @param columns {@code --columns}: additional columns, in the order of the enum
 * @param variables {@code --set NAME=VALUE}: constants that layout and file name may name
 */
public record FormatSettings(
        ValueKind values,
        FileFormat files,
        Compression compression,
        Optional<String> schema,
        Optional<Path> descriptorSet,
        Optional<String> message,
        JsonReading reading,
        String layout,
        Optional<String> eventTimeField,
        ZoneId zone,
        Optional<String> fileName,
        Set<MetadataColumn> columns,
        Map<String, String> variables) {

    public FormatSettings {
        columns = columns.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(columns));
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    }

    /** Settings with nothing optional set. */
    public static FormatSettings of(ValueKind values, FileFormat files, Compression compression) {
        return new FormatSettings(
                values,
                files,
                compression,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                JsonReading.USUAL,
                "",
                Optional.empty(),
                ZoneOffset.UTC,
                Optional.empty(),
                Set.of(),
                Map.of());
    }
}
