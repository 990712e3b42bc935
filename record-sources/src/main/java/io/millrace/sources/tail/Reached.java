package io.millrace.sources.tail;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * How far a content has become records, and what it looked like until there.
 *
 * @param offset bytes of (unpacked) content that have become records
 * @param piece pieces of an over-long record that end at {@code offset}; 0 if a record ends there
 * @param head the content's first bytes, up to {@code offset}
 * @param tail the content's last bytes before {@code offset}
 * @param marks more places, ascending. Those before {@code offset} tell whether a shorter file is a beginning of this content;
 *     those behind it, what it held when it was decided to read it
 */
record Reached(long offset, int piece, Fingerprint head, Fingerprint tail, List<Mark> marks) {
    static final Reached START = new Reached(0, 0, Fingerprint.EMPTY, Fingerprint.EMPTY, List.of());

    private static final int SMALL = 1024;
    private static final int MOST_MARKS = 14;

    Reached {
        marks = List.copyOf(marks);
    }

    /** False if bytes were missing when it was taken: the content became shorter meanwhile. */
    boolean isWhole() {
        long full = Math.min(Fingerprint.MAX_LENGTH, offset);
        return head.length() == full && tail.length() == full;
    }

    /** Nothing of it became records yet; but this is what it holds, by which it can be known again. */
    static Reached startOf(Reached everything) {
        if (everything.offset == 0) {
            return START;
        }
        List<Mark> marks = new ArrayList<>();
        if (everything.head.length() < everything.offset) {
            marks.add(new Mark(everything.head.length(), everything.head));
        }
        marks.add(new Mark(everything.offset, everything.tail));
        return new Reached(0, 0, Fingerprint.EMPTY, Fingerprint.EMPTY, marks);
    }

    /** Nothing of it became records, and it was not looked into; so many bytes were there. */
    static Reached seen(long bytes) {
        return new Reached(0, 0, Fingerprint.EMPTY, Fingerprint.EMPTY, List.of(new Mark(bytes, Fingerprint.EMPTY)));
    }

    /** True if no byte of it is known: at most its size. */
    boolean isBlank() {
        return offset == 0 && knownHead().length() == 0;
    }

    /** The first bytes of a file of which nothing became records; empty if they are not known. */
    Fingerprint knownHead() {
        if (offset > 0) {
            // Of most files, and asked for often.
            return head;
        }
        for (Mark mark : marks) {
            if (mark.before().length() == mark.offset()) {
                return mark.before();
            }
        }
        return head;
    }

    /** Places behind {@code offset}: what is not read yet, as it was when nothing of it became records. */
    List<Mark> ahead() {
        return marks.stream().filter(mark -> mark.offset() > offset).toList();
    }

    /** The same, going on in a content that holds this. Of NUL at its end nothing is remembered: that may be filled yet. */
    Reached goingOnIn(Reached everything) {
        List<Mark> all = new ArrayList<>(
                marks.stream().filter(mark -> mark.offset() <= offset).toList());
        if (!everything.tail().tellsNothing()) {
            startOf(everything).marks.stream()
                    .filter(mark -> mark.offset() > offset)
                    .forEach(all::add);
        }
        return new Reached(offset, piece, head, tail, all);
    }

    /**
     * Bytes of content, or of the file if that was not looked into, that were there when nothing of it became records; 0 if
     * all of them did since.
     */
    long glimpsed() {
        long last = marks.isEmpty() ? 0 : marks.get(marks.size() - 1).offset();
        return last > offset ? last : 0;
    }

    /**
     * These marks, those of before, and the place where reading stood before; as many as are worth keeping. Of those behind
     * {@code offset} those of before.
     */
    static List<Mark> merge(Reached before, List<Mark> more, long offset) {
        TreeMap<Long, Mark> all = new TreeMap<>();
        before.marks.forEach(mark -> all.put(mark.offset(), mark));
        if (before.offset > 0) {
            all.put(before.offset, new Mark(before.offset, before.tail));
        }
        more.forEach(mark -> all.put(mark.offset(), mark));
        List<Mark> kept = new ArrayList<>(all.headMap(offset).values());
        while (kept.size() > MOST_MARKS) {
            kept.remove(leastTelling(kept, offset));
        }
        before.marks.stream().filter(mark -> mark.offset() > offset).forEach(kept::add);
        return kept;
    }

    /** A copy is likely as long as what was read lately: the closer to the end, the closer marks stay together. */
    private static int leastTelling(List<Mark> marks, long offset) {
        int least = -1;
        double smallest = Double.MAX_VALUE;
        for (int i = 1; i < marks.size() - 1; i++) {
            if (marks.get(i).offset() <= SMALL) {
                continue;
            }
            double gap = marks.get(i + 1).offset() - marks.get(i - 1).offset();
            double relative = gap / (offset - marks.get(i - 1).offset());
            if (relative < smallest) {
                smallest = relative;
                least = i;
            }
        }
        return least < 0 ? 0 : least;
    }
}
