package io.millrace.formats.frame;

import io.millrace.formats.value.FrameKind;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * What {@code --frame auto} has found in each topic: decided by the first record that any thread could read, for as long as the process
 * runs: a bad one says nothing of the others. Records that come later are never looked at in that way, or one of them could be read as something that it is not.
 */
public final class FoundFrames {
    private final Map<String, FrameKind> found = new ConcurrentHashMap<>();
    private final Consumer<String> notes;

    /** @param notes takes a sentence for people, once for each topic */
    public FoundFrames(Consumer<String> notes) {
        this.notes = notes;
    }

    /** What was found, or null if no record of the topic could be read yet. */
    FrameKind of(String topic) {
        return found.get(topic);
    }

    /** Takes note of what a record had that could be read; returns what counts from now on. */
    FrameKind settle(String topic, FrameKind kind) {
        return found.computeIfAbsent(topic, name -> {
            notes.accept("Values of topic " + name + " have "
                    + (kind == FrameKind.NONE ? "no frame" : "the frame " + kind)
                    + ", as the first that could be read shows; --frame " + kind + " says so from the start");
            return kind;
        });
    }
}
