package io.millrace.formats;

import io.millrace.formats.file.Compression;
import io.millrace.formats.metadata.MetadataColumn;
import io.millrace.formats.value.DecimalEncoding;
import io.millrace.formats.value.FrameKind;
import io.millrace.formats.value.FrameSettings;
import io.millrace.formats.value.JsonReading;
import io.millrace.formats.value.TimestampUnit;
import io.millrace.formats.value.Unwrap;
import io.millrace.formats.value.ValueSettings;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Settings for tests, built step by step. */
final class Settings {
    private final Values values;
    private final FileKind files;
    private Compression compression = Compression.NONE;
    private Optional<String> schema = Optional.empty();
    private Optional<Path> descriptorSet = Optional.empty();
    private Optional<String> message = Optional.empty();
    private JsonReading reading = JsonReading.USUAL;
    private FrameSettings framing = FrameSettings.USUAL;
    private Optional<Unwrap> unwrap = Optional.empty();
    private String layout = "";
    private Optional<String> eventTimeField = Optional.empty();
    private ZoneId zone = ZoneOffset.UTC;
    private Optional<String> fileName = Optional.empty();
    private Set<MetadataColumn> columns = Set.of();
    private KeySettings keys = KeySettings.TEXT;
    private Tombstones tombstones = Tombstones.DEAD_LETTER;
    private final Map<String, String> variables = new HashMap<>();

    private Settings(Values values, FileKind files) {
        this.values = values;
        this.files = files;
    }

    static Settings of(Values values, FileKind files) {
        return new Settings(values, files);
    }

    Settings compression(Compression value) {
        compression = value;
        return this;
    }

    Settings schema(String value) {
        schema = Optional.of(value);
        return this;
    }

    Settings message(Path set, String name) {
        descriptorSet = Optional.of(set);
        message = Optional.of(name);
        return this;
    }

    Settings reading(DecimalEncoding decimals, TimestampUnit unit) {
        reading = new JsonReading(decimals, Optional.ofNullable(unit));
        return this;
    }

    Settings frame(FrameKind kind, Path... writerSchemas) {
        framing = new FrameSettings(Optional.ofNullable(kind), List.of(writerSchemas));
        return this;
    }

    Settings unwrap() {
        unwrap = Optional.of(Unwrap.DEBEZIUM);
        return this;
    }

    Settings layout(String value) {
        layout = value;
        return this;
    }

    Settings eventTime(String field, String zoneId) {
        eventTimeField = Optional.of(field);
        zone = ZoneId.of(zoneId);
        return this;
    }

    Settings fileName(String value) {
        fileName = Optional.of(value);
        return this;
    }

    Settings columns(MetadataColumn... all) {
        columns = Set.of(all);
        return this;
    }

    Settings keys(KeySettings value) {
        keys = value;
        return this;
    }

    Settings tombstones(Tombstones value) {
        tombstones = value;
        return this;
    }

    Settings variable(String name, String value) {
        variables.put(name, value);
        return this;
    }

    FormatSettings build() {
        return new FormatSettings(
                values,
                new ValueSettings(schema, descriptorSet, message, reading, framing, unwrap),
                files,
                compression,
                new FolderSettings(layout, eventTimeField, zone),
                fileName,
                new RowSettings(columns, keys, tombstones, ColumnTimes.DECLARED),
                variables);
    }

    TopicFormat format() {
        return TopicFormats.create(build(), "readings");
    }
}
