package io.millrace.mapreduce.level;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * How to read the messages of a file's objects that tell their level by nothing else: together they say where levels stand, as the lines
 * of the text would that collectors wrapped. Messages may be objects with messages again.
 */
final class WrappedMessages {
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final List<int[]> lines = new ArrayList<>();
    private final Colours colours = new Colours();

    private WrappedMessages() {}

    /** How the messages in these lines are read, which hold no colours themselves. */
    static LineForm of(byte[] head, List<int[]> lines) {
        WrappedMessages messages = new WrappedMessages();
        AnyForm collecting = new AnyForm(LevelPlaces.ALL, new JsonForm(messages::collect));
        LineMatch match = new LineMatch();
        for (int[] line : lines) {
            if (Chars.find(head, line[0], line[1], (byte) '{') < line[1]) { // an object starts somewhere
                collecting.read(head, line[0], line[1], match);
            }
        }
        return messages.lines.isEmpty() ? JsonForm.ANY_MESSAGE : messages.form();
    }

    private LineForm form() {
        byte[] head = text.toByteArray();
        JsonForm json = new JsonForm(of(head, lines)); // ends: what is wrapped is shorter
        LevelPlaces places = LevelPlaces.of(head, lines, new AnyForm(LevelPlaces.ALL, json));
        return Forms.only(new AnyForm(places, json))::read;
    }

    private int collect(byte[] bytes, int from, int to, LineMatch match) {
        colours.strip(bytes, from, to);
        int start = text.size();
        text.write(colours.text(), 0, colours.length());
        lines.add(new int[] {start, text.size()});
        return LineForm.UNKNOWN;
    }
}
