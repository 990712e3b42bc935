package io.millrace.formats.value;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is said of the schemas that values were written by.
 *
 * @param frame {@code --frame}: what stands around values; empty for what is usual for their kind
 * @param writerSchemas {@code --writer-schemas}: files of Avro schemas that values were written by
 */
public record FrameSettings(Optional<FrameKind> frame, List<Path> writerSchemas) {
    /** Nothing is said. */
    public static final FrameSettings USUAL = new FrameSettings(Optional.empty(), List.of());

    public FrameSettings {
        writerSchemas = List.copyOf(writerSchemas);
    }

    /** Only the frame is said. */
    public static FrameSettings of(FrameKind frame) {
        return new FrameSettings(Optional.of(frame), List.of());
    }
}
