package io.millrace.formats.value;

import io.millrace.formats.registry.SchemaRegistry;
import java.util.Optional;

/**
 * What the decoder of one topic's values on one thread may ask.
 *
 * @param frame of the value that is decoded now
 * @param change what the change event says that is decoded now, where values are such
 * @param registry that knows the schemas of frames; empty if users name none
 */
public record ValueContext(Frame frame, Change change, Optional<SchemaRegistry> registry) {}
