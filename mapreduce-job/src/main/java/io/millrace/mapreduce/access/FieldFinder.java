package io.millrace.mapreduce.access;

import io.millrace.mapreduce.level.JsonScan;
import java.util.List;

/** Finds one field in one record after the other: a part of a request, or a field by its name. Mutable; for one file and thread. */
public final class FieldFinder {
    private final Part part;
    private final List<String> names;
    /** The first of the names, up to one with points, which may lead into objects: all are looked for at once. */
    private final String[] plain;

    /** The names after those. */
    private final List<String> others;

    private final AccessForm form;
    private final AccessLine line = new AccessLine();
    private final int[] found = new int[2];
    private final String[] key = new String[1];

    private FieldFinder(Part part, List<String> names, AccessForm form) {
        this.part = part;
        this.names = names;
        this.plain = names.stream().takeWhile(name -> name.indexOf('.') < 0).toArray(String[]::new);
        this.others = names.subList(plain.length, names.size());
        this.form = form;
    }

    /** Finds a part of requests. */
    public static FieldFinder of(Part part, AccessForm form) {
        return new FieldFinder(part, part.names(), form);
    }

    /** Finds a field of JSON, by its name or its path with points, or one that the file's own header names. */
    public static FieldFinder of(String field, AccessForm form) {
        return new FieldFinder(null, List.of(field), form);
    }

    /** Writes the field of the record in from..to to target from position 0 as a label; returns its length, 0 if there is none. */
    public int find(byte[] b, int from, int to, byte[] target) {
        int start = from;
        while (start < to && (b[start] == ' ' || b[start] == '\t')) {
            start++;
        }
        if (start < to && b[start] == '{') {
            return json(b, start, to, target);
        }
        if (!line.read(b, from, to, form)) {
            return 0;
        }
        if (part == null) {
            return line.field(form.place(names.get(0)), target);
        }
        return copy(b, line.from(part), line.to(part), target);
    }

    private int json(byte[] b, int from, int to, byte[] target) {
        boolean any = plain.length > 0 && JsonScan.member(b, from, to, plain, found);
        if (any && isValue(b)) {
            return value(b, target);
        }
        // Behind a name that leads on there may be a less wanted one that is a value.
        for (String name : any ? names : others) {
            if (member(b, from, to, name) && isValue(b)) {
                return value(b, target);
            }
        }
        return 0;
    }

    /** {@code "url":{"path":"/a"}}: a name that leads on is no path itself. */
    private boolean isValue(byte[] b) {
        return part == null || b[found[0]] != '{';
    }

    private int value(byte[] b, byte[] target) {
        int start = found[0];
        int end = found[1];
        if (part == Part.PATH) {
            start = AccessLine.pathStart(b, start, end);
            end = AccessLine.pathEnd(b, start, end);
        }
        return isNull(b, start, end) ? 0 : copy(b, start, end, target);
    }

    /** A key may hold points itself, or they lead into objects. */
    private boolean member(byte[] b, int from, int to, String path) {
        key[0] = path;
        if (JsonScan.member(b, from, to, key, found)) {
            return true;
        }
        for (int dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
            key[0] = path.substring(0, dot);
            if (JsonScan.member(b, from, to, key, found)
                    && b[found[0]] == '{'
                    && member(b, found[0], found[1], path.substring(dot + 1))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNull(byte[] b, int from, int to) {
        return to - from == 4 && b[from] == 'n' && b[from + 1] == 'u' && b[from - 1] != '"';
    }

    /** One line, without tabs; JSON's "\/" is "/". */
    private static int copy(byte[] b, int from, int to, byte[] target) {
        int length = 0;
        for (int p = from; p < to && length < target.length; p++) {
            if (b[p] == '\\' && p + 1 < to && b[p + 1] == '/') {
                continue;
            }
            target[length++] = b[p] == '\t' || b[p] == '\n' || b[p] == '\r' ? (byte) ' ' : b[p];
        }
        return length;
    }
}
