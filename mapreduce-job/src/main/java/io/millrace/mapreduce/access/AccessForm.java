package io.millrace.mapreduce.access;

import io.millrace.mapreduce.level.FileComments;
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
        List<String> fields = List.of();
        boolean microsoft = false;
        boolean local = false;
        for (String comment : FileComments.of(head, length)) {
            microsoft |= comment.startsWith("#Software: Microsoft");
            local |= comment.startsWith("#Time Format: Local");
            if (comment.startsWith(FileComments.FIELDS) && fields.isEmpty()) {
                fields = List.of(
                        comment.substring(FileComments.FIELDS.length()).strip().split("\\s+"));
            }
        }
        return fields.isEmpty() ? ANY : new AccessForm(fields, microsoft, local);
    }

    /** Whether the line is one of the file's comments, which are no records. */
    public boolean isComment(byte[] line, int from, int to) {
        return isNamed() && from < to && line[from] == '#';
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
