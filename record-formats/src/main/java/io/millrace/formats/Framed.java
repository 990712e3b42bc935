package io.millrace.formats;

import io.millrace.formats.frame.Framing;
import io.millrace.formats.metadata.MetadataColumn;
import io.millrace.formats.metadata.TypedKey;
import io.millrace.formats.schema.SchemaException;
import io.millrace.formats.value.Change;
import io.millrace.formats.value.Frame;
import io.millrace.formats.value.FrameKind;
import io.millrace.formats.value.ValueContext;
import io.millrace.formats.value.ValueFormat;
import java.util.Optional;

/** How the values of one topic are taken out of what stands around them, on one thread. */
record Framed(Framing framing, ValueContext context) {
    /** Heap that a key may take on its way into columns. */
    private static final long MOST_OF_A_KEY = 64 << 20;

    static Framed of(FormatSettings settings, String topic, FormatAids aids) {
        Frame frame = new Frame();
        return new Framed(
                new Framing(kind(settings), settings.format(), topic, aids.frames(), frame),
                new ValueContext(frame, new Change(wanted(settings)), aids.registry()));
    }

    /** What users say of the frame, or what is usual for their values. */
    static FrameKind kind(FormatSettings settings) {
        return settings.described().framing().frame().orElse(settings.format().usualFrame());
    }

    /** What reads keys into columns of their own types; empty if they are text, or in no column. */
    Optional<TypedKey> typedKey(FormatSettings settings, String topic) throws SchemaException {
        KeySettings keys = settings.rows().keys();
        if (keys.isText() || !settings.columns().contains(MetadataColumn.KEY)) {
            return Optional.empty();
        }
        ValueFormat format = keys.format().format();
        Frame frame = new Frame();
        ValueContext ofKeys = new ValueContext(frame, new Change(Change.Wanted.NOTHING), context.registry());
        return Optional.of(new TypedKey(
                format.keyShape(keys.described(), ofKeys),
                Framing.ofKeys(keys.frameKind(), format, topic, frame),
                MOST_OF_A_KEY));
    }

    private static Change.Wanted wanted(FormatSettings settings) {
        return new Change.Wanted(
                settings.tombstones() == Tombstones.STORE,
                settings.columns().contains(MetadataColumn.SOURCE),
                settings.columns().contains(MetadataColumn.SOURCE_TIMESTAMP),
                settings.columns().contains(MetadataColumn.TRANSACTION));
    }
}
