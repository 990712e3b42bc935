package io.millrace.sources.tail;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What names say about rotation: which name a file may have had before it was rotated, packed or copied. */
final class RotatedName {
    private static final Set<String> PACKED = Set.of("gz", "zst", "xz", "bz2", "Z", "lz4", "zip", "tmp");
    /** A number, a date, a time; or a word for what is no longer in use. */
    private static final Pattern AGE =
            Pattern.compile("[0-9][0-9A-Za-z:+._-]*|old|bak|backup|prev|previous|orig|save|saved|copy|tmp");

    /** Days and times, which say nothing of whose log it is: at midnight another log has the date of this one's next file. */
    private static final Pattern DAY = Pattern.compile("[0-9]{4}([-._]?[0-9]{2}){1,5}|[0-9]{8,}");

    private static final int LONGEST_NAME = 256;

    private static final Pattern DATE = Pattern.compile("[0-9]{4}[-._]?[0-9]{2}.*|[0-9]{8,}.*");
    private static final String SEPARATORS = ".-_";

    private RotatedName() {}

    /** How a name is told from another. */
    enum Relation {
        /** The same, or the other one is a rotated form of this one: this is where logs begin. */
        ORIGIN,
        /** A rotated form of the other, or of the log that the other is a rotated form of. */
        ROTATED,
        /** What is written before it takes the other's place at once. */
        TEMPORARY,
        /** Perhaps a rotated form: only its middle tells, as in {@code app-1.log} of {@code app.log}. */
        PERHAPS,
        OTHER
    }

    /** What {@code name} is to {@code other}. */
    static Relation relation(String name, String other) {
        if (name.equals(other) || beforeEnd(other, name)) {
            return Relation.ORIGIN;
        }
        if (hidden(name, other) || name.equals(other + ".tmp")) {
            return Relation.TEMPORARY;
        }
        if (beforeEnd(name, other)) {
            return Relation.ROTATED;
        }
        String age = middle(unpacked(name), other);
        if (age != null) {
            return DATE.matcher(age).matches() ? Relation.ROTATED : Relation.PERHAPS;
        }
        if (middle(unpacked(other), name) != null) {
            return Relation.ORIGIN;
        }
        return isOfOneLog(name, other) ? Relation.ROTATED : Relation.OTHER;
    }

    /** {@code app.log.2.gz} and {@code app.log.1}: rotated on, and perhaps packed, while nobody looked. */
    private static boolean isOfOneLog(String name, String other) {
        Set<String> logs = ancestors(name);
        logs.retainAll(ancestors(other));
        return !logs.isEmpty();
    }

    /** The name, and those that it may have had before each rotation. */
    private static Set<String> ancestors(String name) {
        Set<String> all = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(name));
        while (!open.isEmpty()) {
            String next = open.poll();
            if (all.add(next)) {
                open.addAll(origins(next));
            }
        }
        return all;
    }

    /** Names that a file of this name may have had when it was written. */
    static List<String> origins(String name) {
        List<String> origins = new ArrayList<>();
        String plain = unpacked(name);
        if (!plain.equals(name)) {
            origins.add(plain);
        }
        for (int i = 1; i < plain.length() - 1; i++) {
            if (SEPARATORS.indexOf(plain.charAt(i)) < 0) {
                continue;
            }
            String age = plain.substring(i + 1);
            if (AGE.matcher(age).matches()) {
                origins.add(plain.substring(0, i));
            }
            int dot = plain.lastIndexOf('.');
            if (dot > i + 1 && AGE.matcher(plain.substring(i + 1, dot)).matches()) {
                origins.add(plain.substring(0, i) + plain.substring(dot));
            }
        }
        return origins;
    }

    /** {@code app.log.1}, {@code app.log-20260101.gz} of {@code app.log}; {@code app.log.1.gz} of {@code app.log.1}. */
    private static boolean beforeEnd(String name, String origin) {
        if (name.length() < origin.length() + 2
                || !name.startsWith(origin)
                || SEPARATORS.indexOf(name.charAt(origin.length())) < 0) {
            return false;
        }
        String rest = name.substring(origin.length() + 1);
        return PACKED.contains(rest) || AGE.matcher(unpacked(rest)).matches();
    }

    /** {@code .app.log.Xa3f} of {@code app.log}: what rsync and editors write before they rename. */
    private static boolean hidden(String name, String origin) {
        return name.startsWith("." + origin + ".") || name.startsWith("." + origin + "-");
    }

    /** The age in {@code app.AGE.log} of {@code app.log}; null if it is not a form of it. */
    private static String middle(String name, String origin) {
        int dot = origin.lastIndexOf('.');
        if (dot <= 0) {
            return null;
        }
        String stem = origin.substring(0, dot);
        String ending = origin.substring(dot);
        if (name.length() < origin.length() + 2
                || !name.startsWith(stem)
                || !name.endsWith(ending)
                || SEPARATORS.indexOf(name.charAt(stem.length())) < 0) {
            return null;
        }
        String age = name.substring(stem.length() + 1, name.length() - ending.length());
        return AGE.matcher(age).matches() ? age : null;
    }

    private static String unpacked(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 && PACKED.contains(name.substring(dot + 1)) ? name.substring(0, dot) : name;
    }

    /** How alike two names are, days left out: by the characters that both begin and end with, of which the first say more. */
    static int likeness(String one, String other) {
        return likenessOf(withoutDays(one), withoutDays(other));
    }

    static String withoutDays(String name) {
        return DAY.matcher(name).replaceAll("");
    }

    /** Of names without days. */
    static int likenessOf(String a, String b) {
        int start = common(a, b);
        int most = Math.min(a.length(), b.length());
        int end = 0;
        while (end < most - start && a.charAt(a.length() - 1 - end) == b.charAt(b.length() - 1 - end)) {
            end++;
        }
        return likeness(start, end);
    }

    /** Of names that have so many characters in common: whose log it is a name says at its beginning first. */
    static int likeness(int start, int end) {
        return (start + end) * LONGEST_NAME + start;
    }

    /** Characters that both begin with. */
    static int common(String a, String b) {
        int most = Math.min(a.length(), b.length());
        int start = 0;
        while (start < most && a.charAt(start) == b.charAt(start)) {
            start++;
        }
        return start;
    }
}
