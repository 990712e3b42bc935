package io.millrace.mapreduce.access;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What the head of a file says about its access lines: W3C's extended format names its fields in a line of its own. All other forms are
 * told by the line itself. Immutable; the head's fields hold for the whole file, so that no boundary between parts changes a count.
 *
 * @see <a href="https://www.w3.org/TR/WD-logfile.html">Extended Log File Format</a>
 */
public final class AccessForm {
    /** A file that names no fields. */
    public static final AccessForm ANY = new AccessForm(List.of(), false);

    private static final String FIELDS = "#Fields:";

    private final List<String> fields;
    private final boolean microsoft;
    private final int[] places = new int[Part.values().length];

    private AccessForm(List<String> fields, boolean microsoft) {
        this.fields = List.copyOf(fields);
        this.microsoft = microsoft;
        for (Part part : Part.values()) {
            places[part.ordinal()] = part.names().stream()
                    .mapToInt(fields::indexOf)
                    .filter(place -> place >= 0)
                    .findFirst()
                    .orElse(-1);
        }
    }

    /** The form of the file that starts with these bytes. */
    public static AccessForm of(byte[] head, int length) {
        int from = 0;
        List<String> fields = List.of();
        boolean microsoft = false;
        while (from < length) {
            int to = from;
            while (to < length && head[to] != '\n') {
                to++;
            }
            if (head[from] == '#') {
                String line = new String(head, from, to - from, StandardCharsets.ISO_8859_1);
                microsoft |= line.startsWith("#Software: Microsoft");
                if (line.startsWith(FIELDS) && fields.isEmpty()) {
                    fields = new ArrayList<>(
                            List.of(line.substring(FIELDS.length()).strip().split("\\s+")));
                }
            }
            from = to + 1;
        }
        return fields.isEmpty() ? ANY : new AccessForm(fields, microsoft);
    }

    /** Whether the file names its fields. */
    boolean isNamed() {
        return !fields.isEmpty();
    }

    /** How many fields a line has. */
    int size() {
        return fields.size();
    }

    /** The place of a field, or -1. */
    int place(String field) {
        return fields.indexOf(field);
    }

    /** The place of a part, or -1. */
    int place(Part part) {
        return places[part.ordinal()];
    }

    /** Whether {@code time-taken} is in milliseconds; W3C's own draft has seconds. */
    boolean isMicrosofts() {
        return microsoft;
    }
}
