package io.millrace.mapreduce.access;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What the head of a file says about its access lines: W3C's extended format names its fields in a line of its own. All other forms are
 * told by the line itself. Immutable; the head's fields hold for the whole file, so that no boundary between parts changes a count.
 *
 * @see <a href="https://www.w3.org/TR/WD-logfile.html">Extended Log File Format</a>
 */
public final class AccessForm {
    /** A file that names no fields. */
    public static final AccessForm ANY = new AccessForm(List.of(), false, false);

    private static final String FIELDS = "#Fields:";
    /** UTF-8's, as bytes. */
    private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";

    private final List<String> fields;
    private final boolean microsoft;
    private final boolean local;
    private final int[] places = new int[Part.values().length];
    private final int timeTaken;

    private AccessForm(List<String> fields, boolean microsoft, boolean local) {
        this.fields = List.copyOf(fields);
        this.microsoft = microsoft;
        this.local = local;
        this.timeTaken = fields.indexOf("time-taken");
        for (Part part : Part.values()) {
            places[part.ordinal()] = part.names().stream()
                    .mapToInt(fields::indexOf)
                    .filter(place -> place >= 0)
                    .findFirst()
                    .orElse(-1);
        }
    }

    /** The form of the file that starts with these bytes. Its comments do so: a line later on is of a request, whatever it holds. */
    public static AccessForm of(byte[] head, int length) {
        String text = new String(head, 0, length, StandardCharsets.ISO_8859_1);
        int from = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length() : 0;
        List<String> fields = List.of();
        boolean microsoft = false;
        boolean local = false;
        while (from < length) {
            int end = text.indexOf('\n', from);
            String line = text.substring(from, end < 0 ? length : end);
            if (!line.startsWith("#") && !line.isBlank()) {
                break;
            }
            microsoft |= line.startsWith("#Software: Microsoft");
            local |= line.startsWith("#Time Format: Local");
            if (line.startsWith(FIELDS) && fields.isEmpty()) {
                fields = List.of(line.substring(FIELDS.length()).strip().split("\\s+"));
            }
            from += line.length() + 1;
        }
        return fields.isEmpty() ? ANY : new AccessForm(fields, microsoft, local);
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

    /** The place of how long the answer took, or -1. */
    int timeTaken() {
        return timeTaken;
    }

    /** Whether {@code time-taken} is in milliseconds; W3C's own draft has seconds. */
    boolean isMicrosofts() {
        return microsoft;
    }

    /** Whether times of the file are in UTC though none says so, as W3C's form has them; Windows' firewall says that its are not. */
    public boolean isUtc() {
        return isNamed() && !local;
    }
}
