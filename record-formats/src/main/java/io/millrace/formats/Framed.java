package io.millrace.formats;

import io.millrace.formats.frame.Framing;
import io.millrace.formats.value.Frame;
import io.millrace.formats.value.FrameKind;
import io.millrace.formats.value.ValueContext;

/** How the values of one topic are taken out of what stands around them, on one thread. */
record Framed(Framing framing, ValueContext context) {
    static Framed of(FormatSettings settings, String topic, FormatAids aids) {
        Frame frame = new Frame();
        return new Framed(
                new Framing(kind(settings), settings.values().format(), topic, aids.frames(), frame),
                new ValueContext(frame, aids.registry()));
    }

    /** What users say of the frame, or what is usual for their values. */
    static FrameKind kind(FormatSettings settings) {
        return settings.described()
                .framing()
                .frame()
                .orElse(settings.values().format().usualFrame());
    }
}
