package io.millrace.sink.done;

import static java.util.Objects.requireNonNull;

import io.millrace.formats.layout.FolderTimes;
import java.time.Duration;

/**
 * When a topic's folders are done, and how they say so.
 *
 * @param times of the topic's folders
 * @param lateness how long records may come behind later ones of their partition, by event time, and still be in time
 * @param name of the mark
 */
public record MarkRules(FolderTimes times, Duration lateness, String name) {
    /** How far event time may be ahead of the clock of whoever committed it and still be believed. */
    public static final Duration AHEAD = Duration.ofMinutes(5);

    public MarkRules {
        requireNonNull(times, "times");
        requireNonNull(lateness, "lateness");
        requireNonNull(name, "name");
    }
}
