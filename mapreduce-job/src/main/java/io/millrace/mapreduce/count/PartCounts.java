package io.millrace.mapreduce.count;

/** What a part of a file, or a task, has counted of its records. Not safe for use by several threads. */
public final class PartCounts {
    private final LevelCounts levels = new LevelCounts();
    private final LevelCounts untimed = new LevelCounts();
    private long outside;
    private long withoutYear;

    /** The records that count. */
    public LevelCounts levels() {
        return levels;
    }

    /** Records that no window of time can hold or leave out, because they have no time: by level. */
    public LevelCounts untimed() {
        return untimed;
    }

    /** Records outside the window of time. */
    public long outside() {
        return outside;
    }

    /** Records among those that count whose year is not known. */
    public long withoutYear() {
        return withoutYear;
    }

    /** Adds what another has counted. */
    public void addAll(PartCounts other) {
        levels.addAll(other.levels);
        untimed.addAll(other.untimed);
        outside += other.outside;
        withoutYear += other.withoutYear;
    }

    void isOutside() {
        outside++;
    }

    void lacksYear() {
        withoutYear++;
    }
}
