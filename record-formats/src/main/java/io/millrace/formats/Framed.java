package io.millrace.formats;

import io.millrace.formats.frame.Framing;
import io.millrace.formats.metadata.MetadataColumn;
import io.millrace.formats.value.Change;
import io.millrace.formats.value.Frame;
import io.millrace.formats.value.FrameKind;
import io.millrace.formats.value.ValueContext;

/** How the values of one topic are taken out of what stands around them, on one thread. */
record Framed(Framing framing, ValueContext context) {
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

    private static Change.Wanted wanted(FormatSettings settings) {
        return new Change.Wanted(
                settings.tombstones() == Tombstones.STORE,
                settings.columns().contains(MetadataColumn.SOURCE),
                settings.columns().contains(MetadataColumn.SOURCE_TIMESTAMP),
                settings.columns().contains(MetadataColumn.TRANSACTION));
    }
}
