package io.millrace.sources.tail;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A file that is read as it is. Between two reads it may be truncated and filled again beyond the place that was reached,
 * which no size shows; so after each read the bytes before it are looked at again, and only then the new ones are believed.
 */
final class PlainContent extends Content implements Stretch {
    /** Bytes at the start and before the position that are compared; lines with a time differ within them. */
    private static final int GUARD = 256;
    /** Bytes in which the end of a run of NUL is looked for at once. */
    private static final int PORTION = 64 * 1024;
    /** Fewer NUL in a row may be meant. */
    static final int SHORTEST_HOLE = 64;
    /** As a line feed of UTF-32 has behind it. */
    private static final int LONGEST_NUL_OF_A_LETTER = 3;
    /** Marks are set at these places, and at each power of two behind them. */
    private static final long[] FIRST_MARKS = {64, 256, 2048};

    /** What it held when it was decided to read it, as long as not all of that was read. */
    private List<Mark> begun = List.of();

    private final byte[] head = new byte[GUARD];
    private int headLength;
    private final byte[] guard = new byte[GUARD];
    private int guardLength;
    private final byte[] again = new byte[GUARD];
    private Recent recent = new Recent();
    private final List<Mark> marks = new ArrayList<>();
    private long nextMark = FIRST_MARKS[0];
    private long position;
    /** The most that it had whenever it was asked, but for NUL that is only reserved. */
    private long most;

    private boolean reserved;
    /** Place of a byte behind a run of NUL, which was seen and is not read yet; -1 for none. */
    private long behindNul = -1;

    PlainContent(Disk.OpenFile file) {
        super(file);
    }

    @Override
    void seek(long offset) {
        if (offset != position) {
            position = offset;
            guardLength = 0;
        }
    }

    @Override
    int read(byte[] into, int from, int length) throws IOException {
        int n = file().read(position, into, from, length);
        if (n <= 0) {
            hasStill(position);
            return n;
        }
        // Looked at after the read: whatever was overwritten before or during it shows now.
        hasStill(position + n);
        verify();
        int kept = withoutHole(into, from, n);
        reserved = kept < n;
        most = reserved ? position + kept : most;
        n = kept;
        remember(into, from, n);
        position += n;
        return n == 0 ? -1 : n;
    }

    /**
     * Without NUL at the end of what was read: it may be space that the writer has reserved and not filled yet. NUL with
     * something behind it is read.
     */
    private int withoutHole(byte[] bytes, int from, int n) throws IOException {
        int kept = n;
        while (kept > 0 && bytes[from + kept - 1] == 0) {
            kept--;
        }
        if (kept == n) {
            return n;
        }
        if (kept > 0) {
            return n - kept <= mostNulOfText() ? n : kept;
        }
        return runOfNul(position) < 0 ? 0 : n;
    }

    /**
     * NUL that a text may end with. In UTF-16 and UTF-32 letters and line ends hold some, so that the first bytes do, too, or have a mark;
     * in all others a writer that maps its file into memory leaves any number behind what it has written.
     */
    private int mostNulOfText() throws IOException {
        byte[] first = new byte[GUARD];
        int n = readFully(file(), 0, first, 0, GUARD);
        boolean marked = n > 1 && (first[0] & first[1] & 0xFE) == 0xFE;
        int nul = 0;
        while (nul < n && first[nul] != 0) {
            nul++;
        }
        int behind = nul;
        while (behind < n && first[behind] == 0) {
            behind++;
        }
        boolean wide = marked || behind < n;
        return wide ? LONGEST_NUL_OF_A_LETTER : 0;
    }

    /** Where what was seen behind the position is gone, what is there now may begin as that did, and yet be another log. */
    private void hasStill(long bytes) throws IOException {
        long before = Math.max(bytes, most);
        if (fileSize() < before) {
            throw new ReplacedException("it is shorter than it was");
        }
    }

    /** The most that it had since it was opened, or since what went is said. */
    long most() {
        return most;
    }

    /** That it is shorter than it was is said; it has so many bytes now, as far as is known. */
    void shortnessSaid(long bytes) {
        most = bytes;
    }

    @Override
    long fileSize() throws IOException {
        long bytes = file().size();
        if (!reserved && bytes > most && !endsInNul(bytes)) {
            most = bytes;
        }
        return bytes;
    }

    /** So many bytes without NUL at their end that no text has; 0 if they are nothing else. */
    long filled(long bytes) throws IOException {
        long end = bytes;
        byte[] portion = new byte[SHORTEST_HOLE];
        while (end > 0) {
            int length = (int) Math.min(portion.length, end);
            int kept = readFully(file(), end - length, portion, 0, length);
            while (kept > 0 && portion[kept - 1] == 0) {
                kept--;
            }
            if (kept > 0) {
                long filled = end - length + kept;
                return bytes > filled && bytes - filled <= mostNulOfText() ? bytes : filled;
            }
            end -= length;
            portion = portion.length < PORTION ? new byte[PORTION] : portion;
        }
        return 0;
    }

    /** What a writer has reserved and may give back when it closes the file: nothing of it was ever there. */
    private boolean endsInNul(long bytes) throws IOException {
        int length = (int) Math.min(LONGEST_NUL_OF_A_LETTER + 1, bytes);
        int n = readFully(file(), bytes - length, again, 0, length);
        int nul = 0;
        while (nul < n && again[n - 1 - nul] == 0) {
            nul++;
        }
        return nul > 0 && nul > mostNulOfText();
    }

    @Override
    void verify() throws IOException {
        hasStill(position);
        expect(0, head, headLength);
        if (position > headLength) {
            expect(position - guardLength, guard, guardLength);
        }
        if (!begun.isEmpty()) {
            expect(begun);
            if (begun.get(begun.size() - 1).offset() <= position) {
                begun = List.of();
            }
        }
    }

    private void expect(List<Mark> expected) throws IOException {
        for (Mark mark : expected) {
            int length = mark.before().length();
            if (!fingerprint(mark.offset() - length, length).equals(mark.before())) {
                throw new ReplacedException("it holds other bytes than when it was looked at");
            }
        }
    }

    private void expect(long at, byte[] expected, int length) throws IOException {
        int n = readFully(file(), at, again, 0, length);
        if (!Arrays.equals(again, 0, n, expected, 0, length)) {
            throw new ReplacedException("it holds other bytes than were read");
        }
    }

    private void remember(byte[] bytes, int from, int n) {
        if (position == headLength && headLength < GUARD) {
            int more = Math.min(n, GUARD - headLength);
            System.arraycopy(bytes, from, head, headLength, more);
            headLength += more;
        }
        mark(bytes, from, n);
        recent.add(position, bytes, from, n);
        int kept = Math.min(guardLength, Math.max(0, GUARD - n));
        System.arraycopy(guard, guardLength - kept, guard, 0, kept);
        int more = Math.min(n, GUARD);
        System.arraycopy(bytes, from + n - more, guard, kept, more);
        guardLength = kept + more;
    }

    private void mark(byte[] bytes, int from, int n) {
        while (nextMark <= position) {
            nextMark = following(nextMark);
        }
        while (nextMark <= position + n) {
            int end = from + (int) (nextMark - position);
            int length = Math.min(GUARD, end - from);
            if (length >= FIRST_MARKS[0]) {
                marks.add(Mark.of(nextMark, bytes, end, length));
            }
            nextMark = following(nextMark);
        }
    }

    private static long following(long mark) {
        for (long first : FIRST_MARKS) {
            if (first > mark) {
                return first;
            }
        }
        return mark * 2;
    }

    @Override
    List<Mark> marks() {
        return marks;
    }

    @Override
    Recent recent() {
        return recent;
    }

    @Override
    Recent takeRecent() {
        Recent taken = recent;
        recent = new Recent();
        return taken;
    }

    @Override
    long hole(long offset) throws IOException {
        long run = runOfNul(offset);
        return run < SHORTEST_HOLE ? 0 : run;
    }

    /**
     * Length of the run of NUL at {@code offset}; -1 for one that reaches the end, and that no text has there.
     *
     * @throws ReplacedException if the run goes on where something else was seen: the file was truncated since
     */
    private long runOfNul(long offset) throws IOException {
        byte[] bytes = again;
        long end = offset;
        int n = readFully(file(), end, bytes, 0, 1);
        if (n < 1 || bytes[0] != 0) {
            return 0;
        }
        bytes = new byte[PORTION];
        while (true) {
            n = readFully(file(), end, bytes, 0, bytes.length);
            int nul = 0;
            while (nul < n && bytes[nul] == 0) {
                nul++;
            }
            end += nul;
            if (behindNul >= offset && behindNul < end) {
                throw new ReplacedException("it holds NUL where it held something else");
            }
            if (nul < n) {
                behindNul = Math.max(behindNul, end);
                return end - offset;
            }
            if (n < bytes.length) {
                return end - offset <= mostNulOfText() ? end - offset : -1;
            }
        }
    }

    /** Length of the hole that these bytes begin with; 0 if they do not. */
    static int holeAtStart(byte[] bytes) {
        int run = 0;
        while (run < bytes.length && bytes[run] == 0) {
            run++;
        }
        return run < SHORTEST_HOLE ? 0 : run;
    }

    @Override
    long knownSize() throws IOException {
        return fileSize();
    }

    @Override
    Compression compression() {
        return Compression.NONE;
    }

    @Override
    void expect(Reached start) throws IOException {
        // Taken before the comparison, which then tells whose bytes they are; compared again behind the first read.
        headLength =
                readFully(file(), 0, head, 0, Math.min(GUARD, start.knownHead().length()));
        expect(start.ahead());
        begun = start.ahead();
    }

    /** True if it holds what was looked at of it and not read yet. */
    boolean holdsAhead(Reached before) throws IOException {
        try {
            expect(before.ahead());
            return true;
        } catch (ReplacedException e) {
            return false;
        }
    }

    @Override
    Fingerprint fingerprint(long offset, int length) throws IOException {
        byte[] bytes = new byte[length];
        return Fingerprint.of(bytes, 0, readFully(file(), offset, bytes, 0, length));
    }

    @Override
    public long length() throws IOException {
        return fileSize();
    }

    @Override
    public Fingerprint before(long end, int length) throws IOException {
        return fingerprint(end - length, length);
    }
}
