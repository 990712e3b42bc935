package io.millrace.mapreduce.time;

import static java.util.Objects.requireNonNull;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The zone of times that name none. Where clocks are put back an hour comes twice: the first one is meant. Where they are put
 * forward, a time that does not exist is taken as if they had not been. Keeps the last quarter's answer; for one thread.
 */
public final class LocalZone {
    /** Seconds. Offsets change at quarters of an hour, and not all by whole hours: Lord Howe's by half of one. */
    private static final long QUARTER = 900;

    private final ZoneId id;
    private long lastQuarter = Long.MIN_VALUE;
    private long lastOffset;

    /** The zone of this id. */
    public LocalZone(ZoneId id) {
        this.id = requireNonNull(id, "id");
    }

    /**
     * The zone of this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static ZoneId parse(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "--time-zone is '" + name
                            + "', must be UTC, an offset such as +02:00 or a name such as Europe/Berlin",
                    e);
        }
    }

    /** What the wall clock's seconds since 1970 are in UTC. */
    public long toUtc(long wallSeconds) {
        long quarter = Math.floorDiv(wallSeconds, QUARTER);
        if (quarter != lastQuarter) {
            LocalDateTime wall = LocalDateTime.ofEpochSecond(quarter * QUARTER, 0, ZoneOffset.UTC);
            // The rules' own answer: in a gap it is the offset before, where that of a ZonedDateTime is the one after.
            lastOffset = id.getRules().getOffset(wall).getTotalSeconds();
            lastQuarter = quarter;
        }
        return wallSeconds - lastOffset;
    }
}
