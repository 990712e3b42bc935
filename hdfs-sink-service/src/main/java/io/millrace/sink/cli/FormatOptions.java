package io.millrace.sink.cli;

import io.millrace.formats.ColumnTimes;
import io.millrace.formats.FileKind;
import io.millrace.formats.FolderSettings;
import io.millrace.formats.FormatSettings;
import io.millrace.formats.KeySettings;
import io.millrace.formats.RowSettings;
import io.millrace.formats.Tombstones;
import io.millrace.formats.Values;
import io.millrace.formats.file.Compression;
import io.millrace.formats.metadata.MetadataColumn;
import io.millrace.formats.value.FrameKind;
import io.millrace.stream.options.ValueOptions;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What values are and what files become of them. */
final class FormatOptions {
    @Option(
            names = "--value-format",
            paramLabel = "KIND",
            defaultValue = "${env:VALUE_FORMAT:-json}",
            description =
                    "What values are: json, avro, protobuf, text or bytes [VALUE_FORMAT]. Default: ${DEFAULT-VALUE}")
    private Values values;

    @Option(
            names = "--file-format",
            paramLabel = "KIND",
            defaultValue = "${env:FILE_FORMAT:-jsonl}",
            description =
                    "What files are: parquet, avro, jsonl, text, or json (a file per record) [FILE_FORMAT]. Default:"
                            + " ${DEFAULT-VALUE}")
    private FileKind files;

    @Option(
            names = "--compression",
            paramLabel = "KIND",
            defaultValue = "${env:COMPRESSION:-none}",
            description = "none, gzip, snappy or zstd [COMPRESSION]. Default: ${DEFAULT-VALUE}")
    private Compression compression;

    @Mixin
    private ValueOptions described;

    @Option(
            names = "--layout",
            paramLabel = "TEMPLATE",
            defaultValue = "${env:LAYOUT}",
            description = "Folders below the root, for instance dt={yyyy-MM-dd}/hour={HH} [LAYOUT]. Default: the root"
                    + " itself")
    private String layout;

    @Option(
            names = "--event-time-field",
            paramLabel = "FIELD",
            defaultValue = "${env:EVENT_TIME_FIELD}",
            description = "Field with the record's event time [EVENT_TIME_FIELD]. Default: the Kafka timestamp")
    private String eventTimeField;

    @Option(
            names = "--layout-time-zone",
            paramLabel = "ZONE",
            defaultValue = "${env:LAYOUT_TIME_ZONE:-UTC}",
            description = "Zone of the times in the layout [LAYOUT_TIME_ZONE]. Default: ${DEFAULT-VALUE}")
    private ZoneId zone;

    @Option(
            names = "--file-name",
            paramLabel = "TEMPLATE",
            defaultValue = "${env:FILE_NAME_TEMPLATE}",
            description = "Names of files [FILE_NAME_TEMPLATE]. Default: {topic}-{partition}-{start}-{next}")
    private String fileName;

    @Option(
            names = "--metadata-columns",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "${env:METADATA_COLUMNS}",
            description =
                    "Further columns: topic, partition, offset, timestamp, timestamp_type, key, key_bytes, headers,"
                            + " headers_bytes, schema_id, leader_epoch, tombstone; with --unwrap: op, source, source_timestamp, transaction"
                            + " [METADATA_COLUMNS].")
    private List<MetadataColumn> columns = new ArrayList<>();

    @Option(
            names = "--key-format",
            paramLabel = "KIND",
            defaultValue = "${env:KEY_FORMAT:-text}",
            description = "What keys are in the metadata column key: text, bytes, json, avro or protobuf [KEY_FORMAT]."
                    + " Default: ${DEFAULT-VALUE}")
    private Values keyFormat;

    @Option(
            names = "--key-schema",
            paramLabel = "FILE",
            defaultValue = "${env:KEY_SCHEMA}",
            description = "Avro schema file of json and avro keys, of any type [KEY_SCHEMA].")
    private String keySchema;

    @Option(
            names = "--key-message",
            paramLabel = "NAME",
            defaultValue = "${env:KEY_MESSAGE}",
            description = "Full name of protobuf keys' message, in --descriptor-set [KEY_MESSAGE].")
    private String keyMessage;

    @Option(
            names = "--key-frame",
            paramLabel = "KIND",
            defaultValue = "${env:KEY_FRAME}",
            description = "What stands around keys: none, single-object, container, confluent, apicurio or header"
                    + " [KEY_FRAME]. Default: none")
    private FrameKind keyFrame;

    @Option(
            names = "--on-tombstone",
            paramLabel = "ACTION",
            defaultValue = "${env:ON_TOMBSTONE:-dead-letter}",
            description =
                    "A record without a value: dead-letter (a bad record like any other), skip, or store (a row of"
                            + " metadata columns only); with --unwrap so is a delete, whose row is stored"
                            + " [ON_TOMBSTONE]. Default: ${DEFAULT-VALUE}")
    private Tombstones tombstones;

    @Option(
            names = "--column-times",
            paramLabel = "UNIT",
            defaultValue = "${env:COLUMN_TIMES}",
            description =
                    "Times in Parquet files: declared (in the unit of the schema) or micros (in microseconds where"
                            + " the schema says milliseconds) [COLUMN_TIMES]. Default: micros with --table, else declared")
    private ColumnTimes times;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            split = "\n",
            defaultValue = "${env:LAYOUT_CONSTANTS}",
            description =
                    "A constant that layout and file name may use; repeatable [LAYOUT_CONSTANTS, one NAME=VALUE per"
                            + " line].")
    private Map<String, String> variables = new LinkedHashMap<>();

    /** @param withTable if files go into a table, whose readers want microseconds */
    FormatSettings settings(boolean withTable) {
        return new FormatSettings(
                values,
                described.settings(),
                files,
                compression,
                new FolderSettings(layout == null ? "" : layout, Optional.ofNullable(eventTimeField), zone),
                Optional.ofNullable(fileName),
                new RowSettings(
                        columns == null ? java.util.Set.of() : new HashSet<>(columns),
                        new KeySettings(
                                keyFormat,
                                Optional.ofNullable(keySchema),
                                keyFormat == Values.PROTOBUF
                                        ? described.settings().descriptorSet()
                                        : Optional.empty(),
                                Optional.ofNullable(keyMessage),
                                Optional.ofNullable(keyFrame)),
                        tombstones,
                        times != null ? times : withTable ? ColumnTimes.MICROS : ColumnTimes.DECLARED),
                variables);
    }
}
