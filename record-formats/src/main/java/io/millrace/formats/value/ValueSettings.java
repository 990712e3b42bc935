package io.millrace.formats.value;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What users say of the values of a topic besides their kind.
 *
 * @param schema {@code --schema}: {@code sensor-reading}, {@code log-event}, {@code weather-report} or the path of an
 *     Avro schema file; empty for none
 * @param descriptorSet {@code --descriptor-set}: Protobuf descriptor set as written by {@code protoc
 *     --include_imports --descriptor_set_out}; empty for none
 * @param message {@code --message}: full name of the Protobuf message of the values; empty for none
 * @param reading what JSON leaves open
 * @param framing what stands around values, and by which schemas they were written
 * @param unwrap {@code --unwrap}: what values are around the rows that are meant; empty if values are the rows
 */
public record ValueSettings(
        Optional<String> schema,
        Optional<Path> descriptorSet,
        Optional<String> message,
        JsonReading reading,
        FrameSettings framing,
        Optional<Unwrap> unwrap) {

    /** Nothing is said. */
    public static final ValueSettings NONE = new ValueSettings(
            Optional.empty(), Optional.empty(), Optional.empty(), JsonReading.USUAL, FrameSettings.USUAL);

    /** Values that are the rows themselves. */
    public ValueSettings(
            Optional<String> schema,
            Optional<Path> descriptorSet,
            Optional<String> message,
            JsonReading reading,
            FrameSettings framing) {
        this(schema, descriptorSet, message, reading, framing, Optional.empty());
    }

    /** Nothing is said but the schema. */
    public static ValueSettings ofSchema(String schema) {
        return new ValueSettings(
                Optional.of(schema), Optional.empty(), Optional.empty(), JsonReading.USUAL, FrameSettings.USUAL);
    }

    /** The same values around rows. */
    public ValueSettings unwrapped(Unwrap kind) {
        return new ValueSettings(schema, descriptorSet, message, reading, framing, Optional.of(kind));
    }

    /** Nothing is said but the frame. */
    public static ValueSettings ofFrame(FrameKind frame) {
        return new ValueSettings(
                Optional.empty(), Optional.empty(), Optional.empty(), JsonReading.USUAL, FrameSettings.of(frame));
    }
}
