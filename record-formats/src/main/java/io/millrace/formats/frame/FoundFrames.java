package io.millrace.formats.frame;

import io.millrace.formats.value.FrameKind;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What {@code --frame auto} has found in each topic: decided by the first record that any thread meets, for as long as the process
 * runs. Records that come later are never looked at in that way, or one of them could be read as something that it is not.
 */
public final class FoundFrames {
    private final Map<String, FrameKind> found = new ConcurrentHashMap<>();
    private final Consumer<String> notes;

    /** @param notes takes a sentence for people, once for each topic */
    public FoundFrames(Consumer<String> notes) {
        this.notes = notes;
    }

    FrameKind of(String topic, Supplier<FrameKind> first) {
        FrameKind known = found.get(topic);
        return known != null
                ? known
                : found.computeIfAbsent(topic, name -> {
                    FrameKind kind = first.get();
                    notes.accept("Values of topic " + name + " have "
                            + (kind == FrameKind.NONE ? "no frame" : "the frame " + kind)
                            + ", as the first of them shows; --frame " + kind + " says so from the start");
                    return kind;
                });
    }
}
