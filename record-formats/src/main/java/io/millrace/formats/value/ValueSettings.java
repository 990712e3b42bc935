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
 */
public record ValueSettings(
        Optional<String> schema,
        Optional<Path> descriptorSet,
        Optional<String> message,
        JsonReading reading,
        FrameSettings framing) {

    /** Nothing is said. */
    public static final ValueSettings NONE = new ValueSettings(
            Optional.empty(), Optional.empty(), Optional.empty(), JsonReading.USUAL, FrameSettings.USUAL);

    /** Nothing is said but the schema. */
    public static ValueSettings ofSchema(String schema) {
        return new ValueSettings(
                Optional.of(schema), Optional.empty(), Optional.empty(), JsonReading.USUAL, FrameSettings.USUAL);
    }

    /** Nothing is said but the frame. */
    public static ValueSettings ofFrame(FrameKind frame) {
        return new ValueSettings(
                Optional.empty(), Optional.empty(), Optional.empty(), JsonReading.USUAL, FrameSettings.of(frame));
    }
}
