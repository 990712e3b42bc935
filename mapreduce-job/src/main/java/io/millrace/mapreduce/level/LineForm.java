package io.millrace.mapreduce.level;

/** One way in which lines carry their level. Implementations keep no state between lines. */
interface LineForm {
    /** The line starts a record that has no level. */
    int UNLEVELED = -1;
    /** The line belongs to another line's record. */
    int PART = -2;
    /** The line does not have this form. */
    int UNKNOWN = -3;

    /**
     * Reads the line in from..to (without its line end).
     *
     * @return the level (see {@link LevelWords}), or one of the constants above
     */
    int read(byte[] bytes, int from, int to, LineMatch match);

    /** What this form is called where people are told which one was found. */
    default String title() {
        return "the form that was given";
    }
}
