package io.millrace.launcher.view;

import io.millrace.launcher.screen.Screen;

/**
 * A group's place in a topic, in offsets for decisions and in records for people.
 *
 * @param end offsets up to the topic's end, over all partitions
 * @param lag offsets between what the group has stored and the end
 * @param records records in the topic
 * @param stored how many of them the group has stored
 * @param exact whether all records were counted; else offsets are taken for records where they were not
 */
public record Flow(long end, long lag, long records, long stored, boolean exact) {
    /** Of a topic that does not exist. */
    public static final Flow NONE = new Flow(0, 0, 0, 0, true);

    /** {@code 1,234 of 1,300 records}. */
    public String text() {
        if (end == 0) {
            return "no records yet";
        }
        return (exact ? "" : "about ") + Screen.count(stored) + " of " + Screen.count(records, "record");
    }
}
