package io.millrace.formats;

import io.millrace.formats.value.FrameKind;
import io.millrace.formats.value.FrameSettings;
import io.millrace.formats.value.JsonReading;
import io.millrace.formats.value.ValueSettings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What keys are, where a metadata column has them.
 *
 * @param format {@code --key-format}
 * @param schema {@code --key-schema}: path of an Avro schema file, also of a single type; empty for none
 * @param descriptorSet {@code --descriptor-set}, which keys share with values; empty for none
 * @param message {@code --key-message}: full name of the Protobuf message of the keys; empty for none
 * @param frame {@code --key-frame}: what stands around keys; empty for nothing
 */
public record KeySettings(
        Values format,
        Optional<String> schema,
        Optional<Path> descriptorSet,
        Optional<String> message,
        Optional<FrameKind> frame) {
    /** Keys are text. */
    public static final KeySettings TEXT =
            new KeySettings(Values.TEXT, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** True if keys are put into their column as they are. */
    boolean isText() {
        return format == Values.TEXT;
    }

    FrameKind frameKind() {
        return frame.orElse(FrameKind.NONE);
    }

    /** The same as is said of values. */
    ValueSettings described() {
        return new ValueSettings(schema, descriptorSet, message, JsonReading.USUAL, FrameSettings.of(frameKind()));
    }
}
