package io.millrace.mapreduce.level;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where in its headers a file has its levels. A word like "Warning:" or "error:" directly behind a header may be the level or the
 * first word of the message, and no line can tell which: the lines that start alike do. Where nearly all of them have a level's
 * word at that place, it is the level; where others have none there, or none was seen, it is the message's.
 *
 * <p>Nobody asks about words in capitals, in brackets, glued to a name ("daemon.err") or before a tab or bar: sentences hardly have
 * them; only a bracket behind a plain word may be one of a sentence: "got [ERROR] from ...".
 */
final class LevelPlaces {
    /** Wherever a word may be a level, it is one: for lines whose file is not known. */
    static final LevelPlaces ALL = new LevelPlaces(null);

    /** No word that could be one of the message is a level. */
    static final LevelPlaces NONE = new LevelPlaces(new ColumnForm[0]);

    /** Levels that are names of queues, loggers and tenants as often ("10:00:00 default: ..."), and prove nothing about a place. */
    static final Set<String> NAMES = Set.of("DEFAULT", "LOG", "SYSTEM");

    private static final double NEARLY_ALL = 0.9;
    private static final int MOST_PLACES = 64;

    private final ColumnForm[] places;

    private LevelPlaces(ColumnForm[] places) {
        this.places = places;
    }

    /**
     * The places of these lines' levels.
     *
     * @param form the form that finds a level wherever one may be
     */
    static LevelPlaces of(byte[] head, List<int[]> lines, LineForm form) {
        LineMatch match = new LineMatch();
        Set<ColumnForm> candidates = new LinkedHashSet<>();
        List<int[]> without = new ArrayList<>();
        List<int[]> leveled = new ArrayList<>();
        for (int[] line : lines) {
            (form.read(head, line[0], line[1], match) < 0 ? without : leveled).add(line);
        }
        for (int[] line : LineShapes.examples(head, leveled)) {
            form.read(head, line[0], line[1], match);
            Columns columns = match.columns();
            columns.read(head, line[0], line[1]);
            int token = token(columns, start(head, line[0], match.levelFrom));
            if (token > 0 && candidates.size() < MOST_PLACES) {
                candidates.add(new ColumnForm(columns.kinds(token), true, false));
            }
        }
        return new LevelPlaces(candidates.stream()
                .filter(place -> isProved(place, head, leveled, without))
                .toArray(ColumnForm[]::new));
    }

    /** Whether the word that was taken for the level of the line from..to is the level. */
    boolean allow(byte[] b, int from, int to, LineMatch match) {
        if (places == null) {
            return true;
        }
        int start = start(b, from, match.levelFrom);
        boolean doubtful = start == match.levelFrom
                ? isDoubtful(b, match.levelFrom, match.levelTo, to)
                : isBehindWord(b, from, start);
        if (!doubtful) {
            return true;
        }
        Columns columns = match.columns();
        columns.read(b, from, to);
        int token = token(columns, start);
        if (token <= 0) {
            return token == 0 || isGlued(b[start - 1]);
        }
        for (ColumnForm place : places) {
            if (place.isAt(token) && place.fits(columns)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a word behind this character is glued to a name or key; behind a blank or a bracket it is one of the message. */
    private static boolean isGlued(byte before) {
        return !Chars.isBlank(before) && before != '>' && before != ')' && before != ']';
    }

    /** Where the token of a level starts: at its bracket, if it has one. */
    private static int start(byte[] b, int from, int levelFrom) {
        int open = levelFrom - 1;
        while (open > from && b[open] == ' ') {
            open--; // "[    info]"
        }
        return open >= from && b[open] == '[' ? open : levelFrom;
    }

    /** Whether a bracket stands behind a plain word in small letters. */
    private static boolean isBehindWord(byte[] b, int from, int bracket) {
        if (bracket - 1 <= from || b[bracket - 1] != ' ') {
            return false;
        }
        int word = bracket - 1;
        while (word > from && !Chars.isBlank(b[word - 1])) {
            word--;
        }
        return word > from && word < bracket - 1 && Columns.isSmallWord(b, word, bracket - 1);
    }

    /** The number of the token that starts at a byte, or -1. */
    static int token(Columns columns, int from) {
        for (int i = 0; i < columns.count(); i++) {
            if (columns.from(i) == from) {
                return i;
            }
        }
        return -1;
    }

    /** Whether the word in from..to of a line could be one of a sentence: with small letters, and no mark of a table behind it. */
    private static boolean isDoubtful(byte[] b, int from, int to, int lineEnd) {
        boolean table = to < lineEnd && (b[to] == '\t' || b[to] == '|');
        return !table && LevelWords.find(b, from, to) >= 0 && LevelWords.findUpper(b, from, to) < 0;
    }

    /**
     * Whether nearly all lines that start alike have their levels at this place. A file of the words "Error:" alone tells nothing
     * about its lines: there must be one that alarms nobody, or, behind a time, several, or brackets that {@link Alarms} trusts.
     *
     * @param leveled lines with a level, at this place or another
     * @param without lines without any
     */
    private static boolean isProved(ColumnForm place, byte[] head, List<int[]> leveled, List<int[]> without) {
        LineMatch match = new LineMatch();
        Set<String> levels = new HashSet<>();
        Alarms alarms = new Alarms();
        int here = 0;
        int elsewhere = 0;
        for (int[] line : leveled) {
            int level = place.read(head, line[0], line[1], match);
            if (level >= 0) {
                here++;
                levels.add(LevelWords.folded(level));
                alarms.add(head, line[0], line[1], match);
            } else if (place.fits(head, line[0], line[1], match)) {
                elsewhere++; // its level stands before or behind the word that it has here
            }
        }
        levels.removeAll(NAMES);
        boolean trusted = place.isAfterTime() && (levels.size() > 1 || alarms.areHeaders());
        if (!trusted && levels.stream().noneMatch(ColumnVote.QUIET::contains)) {
            return false;
        }
        long others = without.stream()
                .filter(line -> place.fits(head, line[0], line[1], match))
                .count();
        return here >= NEARLY_ALL * (here + elsewhere + others);
    }
}
