package io.millrace.stream.options;

import io.millrace.formats.value.DecimalEncoding;
import io.millrace.formats.value.FrameKind;
import io.millrace.formats.value.FrameSettings;
import io.millrace.formats.value.JsonReading;
import io.millrace.formats.value.TimestampUnit;
import io.millrace.formats.value.Unwrap;
import io.millrace.formats.value.ValueSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What is said of values besides their kind. */
public final class ValueOptions {
    @Option(
            names = "--schema",
            paramLabel = "NAME|FILE",
            defaultValue = "${env:SCHEMA}",
            description = "Columns: sensor-reading, log-event, weather-report, or an Avro schema file [SCHEMA].")
    private String schema;

    @Option(
            names = "--descriptor-set",
            paramLabel = "FILE",
            defaultValue = "${env:DESCRIPTOR_SET}",
            description = "Protobuf descriptor set of the values [DESCRIPTOR_SET].")
    private Path descriptorSet;

    @Option(
            names = "--message",
            paramLabel = "NAME",
            defaultValue = "${env:PROTOBUF_MESSAGE}",
            description = "Full name of the values' Protobuf message [PROTOBUF_MESSAGE].")
    private String message;

    @Option(
            names = "--decimal-encoding",
            paramLabel = "KIND",
            defaultValue = "${env:DECIMAL_ENCODING:-text}",
            description = "What JSON strings in decimal columns are: text (digits), or base64 (of the unscaled value's"
                    + " bytes, as Debezium writes them) [DECIMAL_ENCODING]. Default: ${DEFAULT-VALUE}")
    private DecimalEncoding decimals;

    @Option(
            names = "--timestamp-unit",
            paramLabel = "UNIT",
            defaultValue = "${env:TIMESTAMP_UNIT}",
            description =
                    "Unit of JSON numbers in timestamp columns and of event times that are numbers: seconds, millis,"
                            + " micros or nanos since 1970 [TIMESTAMP_UNIT]. Default: the column's unit, millis for event times"
                            + " without one")
    private TimestampUnit timestampUnit;

    @Option(
            names = "--frame",
            paramLabel = "KIND",
            defaultValue = "${env:VALUE_FRAME}",
            description =
                    "What stands around values: none, auto (what the first record of the topic has), single-object,"
                            + " container, confluent, apicurio or header [VALUE_FRAME]. Default: auto for avro, none for others")
    private FrameKind frame;

    @Option(
            names = "--writer-schemas",
            split = ",",
            paramLabel = "FILE",
            defaultValue = "${env:WRITER_SCHEMAS}",
            description = "Avro schema files that avro values were written by, if not by --schema [WRITER_SCHEMAS].")
    private List<Path> writerSchemas = new ArrayList<>();

    @Option(
            names = "--unwrap",
            paramLabel = "KIND",
            defaultValue = "${env:UNWRAP}",
            description = "What json and avro values are around the rows that are meant: debezium (change events)"
                    + " [UNWRAP]. Default: values are the rows")
    private Unwrap unwrap;

    /** The settings. Whether they go together is the formats' to say. */
    public ValueSettings settings() {
        return new ValueSettings(
                Optional.ofNullable(schema),
                Optional.ofNullable(descriptorSet),
                Optional.ofNullable(message),
                new JsonReading(decimals, Optional.ofNullable(timestampUnit)),
                new FrameSettings(Optional.ofNullable(frame), writerSchemas == null ? List.of() : writerSchemas),
                Optional.ofNullable(unwrap));
    }
}
