package io.millrace.formats;

import io.millrace.formats.frame.FoundFrames;
import io.millrace.formats.registry.SchemaRegistry;
import java.util.Optional;

/**
 * What all formats of a process share.
 *
 * @param frames what {@code --frame auto} has found
 * @param registry that knows the schemas of frames; empty if users name none
 */
public record FormatAids(FoundFrames frames, Optional<SchemaRegistry> registry) {
    /** No registry, and nobody hears what is found. */
    public static FormatAids none() {
        return unheard(Optional.empty());
    }

    /** This registry, and nobody hears what is found. */
    public static FormatAids unheard(Optional<? extends SchemaRegistry> registry) {
        return new FormatAids(new FoundFrames(note -> {}), registry.map(known -> known));
    }
}
