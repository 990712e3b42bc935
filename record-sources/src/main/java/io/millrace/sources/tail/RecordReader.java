package io.millrace.sources.tail;

import io.millrace.sources.delivery.OutHeader;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Cuts one file's content into records. Knows at any moment the offset up to which content has become records; bytes
 * behind it are held until their record is complete.
 */
final class RecordReader {
    /** Where records go. */
    interface RecordSink {
        /** A record that begins at {@code offset}, or its k-th piece if {@code piece} is k &gt; 0. */
        void record(byte[] value, int piece, long offset, List<OutHeader> headers);

        /** A record that is longer than allowed and begins with {@code sample} at {@code offset}. */
        void refused(byte[] sample, long offset);

        /** Bytes of the record at {@code offset} are none of the file's encoding and have become so many replacements. */
        default void replaced(int characters, long offset, Encoding encoding) {}

        /** The line at {@code offset} is not in the container format of the file; it is a record as it is. */
        default void foreign(long offset) {}

        /** So many bytes of NUL where a record would begin were passed over: more than a record may have. */
        default void hole(long bytes) {}
    }

    /** In place of a piece number: the rest of a refused record is being passed over. */
    static final int PASSING_OVER = -1;
    /**
     * In place of a piece number: a record of a container's log began so many bytes before the offset and is not complete.
     * The number is this one minus the distance.
     */
    private static final int UNFINISHED = -2;

    private static final int FIRST_CAPACITY = 64 * 1024;
    private static final int USUAL_CAPACITY = 512 * 1024;
    private static final int SMALLEST_READ = 16 * 1024;
    private static final int SAMPLE_LENGTH = 1024;

    private final Content content;
    private final Framing framing;
    private final LongRecords longRecords;
    private final Optional<ContainerJoiner> joiner;
    /** Bytes behind it are not read. */
    private final long limit;
    /** Null until enough of the file is known. */
    private Encoding encoding;

    private final byte[] head = new byte[Fingerprint.MAX_LENGTH];
    private int headLength;

    /** Up to MAX_LENGTH bytes of past content, then from {@code start} what is held, up to {@code end}. */
    private byte[] buffer = new byte[FIRST_CAPACITY];

    private int start;
    private int end;
    private long offset;
    private int piece;
    private final LongHole hole = new LongHole();

    /** Reads on from a saved place; the bytes before it are looked at for what is not complete and for the fingerprints. */
    RecordReader(Content content, Framing framing, LongRecords longRecords, long offset, int piece) throws IOException {
        this(
                content,
                framing,
                longRecords,
                start(framing, offset, piece),
                Math.max(piece, PASSING_OVER),
                Long.MAX_VALUE);
        if (piece < UNFINISHED) {
            this.piece = 0;
        }
        if (piece < UNFINISHED && joiner.isPresent()) {
            long since = offset + piece - UNFINISHED;
            RecordReader before = new RecordReader(content, framing, longRecords, since, 0, offset);
            while (before.advance(USUAL_CAPACITY, ContainerJoiner.HANDED_OUT_BEFORE) > 0) {
                // The joiner now holds what it held.
            }
            content.seek(readTo());
        }
    }

    private RecordReader(Content content, Framing framing, LongRecords longRecords, long offset, int piece, long limit)
            throws IOException {
        this.content = content;
        this.framing = framing;
        this.longRecords = longRecords;
        this.joiner = framing.joiner();
        this.limit = limit;
        this.offset = offset;
        this.piece = piece;
        content.seek(0);
        int wanted = (int) Math.min(head.length, offset);
        while (headLength < wanted) {
            int n = content.read(head, headLength, wanted - headLength);
            if (n <= 0) {
                break;
            }
            headLength += n;
        }
        int history = (int) Math.min(Fingerprint.MAX_LENGTH, offset);
        content.seek(offset - history);
        while (end < history) {
            int n = content.read(buffer, end, history - end);
            if (n <= 0) {
                break;
            }
            end += n;
        }
        start = end;
        if (offset > 0) {
            encoding = framing.encoding().ofFile(head, 0, headLength, true);
        }
    }

    /** What was not complete is read again as lines if containers are no longer looked for: it was not handed out. */
    private static long start(Framing framing, long offset, int piece) {
        return piece < UNFINISHED && framing.joiner().isEmpty() ? offset + piece - UNFINISHED : offset;
    }

    /** Reads about {@code budget} bytes, if there are so many; returns how many there were. */
    int advance(int budget, RecordSink out) throws IOException {
        int total = 0;
        while (total < budget) {
            makeRoom();
            int room = (int) Math.min(buffer.length - end, limit - readTo());
            int n = room == 0 ? 0 : content.read(buffer, end, room);
            if (n <= 0) {
                break;
            }
            rememberHead(n);
            end += n;
            total += n;
            if (isEncodingKnown(false)) {
                emitComplete(out);
            }
            if (n == room && buffer.length < USUAL_CAPACITY) {
                buffer = Arrays.copyOf(buffer, buffer.length * 2);
            }
        }
        return total;
    }

    /** Offset behind the last byte that has become (part of) a record. */
    long offset() {
        return offset;
    }

    /**
     * 0 at a record's start, k after k pieces of a record, {@link #PASSING_OVER}, or how far back the oldest record began
     * that is not complete.
     */
    int piece() {
        long since = joiner.map(held -> held.since(offset)).orElse(offset);
        return since == offset ? piece : Math.toIntExact(UNFINISHED - (offset - since));
    }

    /** Offset behind the last byte read, held bytes included. */
    long readTo() {
        return offset + (end - start);
    }

    /** Bytes of memory that it holds. */
    int capacity() {
        return buffer.length;
    }

    /** Goes on behind so many bytes of NUL, which become no record; nothing may be held. */
    void passOver(long length) throws IOException {
        int kept = (int) Math.min(Fingerprint.MAX_LENGTH, length);
        start = kept;
        end = kept;
        Arrays.fill(buffer, 0, kept, (byte) 0);
        int more = (int) Math.min(length, head.length - headLength);
        if (headLength == offset && more > 0) {
            Arrays.fill(head, headLength, headLength + more, (byte) 0);
            headLength += more;
        }
        offset += length;
        content.seek(offset);
        framing.nextRecord();
        if (encoding == null) {
            encoding = framing.encoding().ofFile(head, 0, headLength, true);
        }
    }

    /** So many bytes, or as many as end behind a whole unit of the encoding: NUL is also the half of a letter. */
    long wholeUnits(long length) {
        return encoding == null ? length : length / encoding.unit() * encoding.unit();
    }

    boolean holdsSomething() {
        return end > start || joiner.filter(ContainerJoiner::holdsSomething).isPresent();
    }

    Fingerprint headFingerprint() {
        return Fingerprint.of(head, 0, (int) Math.min(headLength, offset));
    }

    Fingerprint tailFingerprint() {
        int length = (int) Math.min(Math.min(Fingerprint.MAX_LENGTH, start), offset);
        return Fingerprint.of(buffer, start - length, length);
    }

    /** Gives out the lines that are held because their record might go on; an incomplete line stays. */
    void flushLines(RecordSink out) {
        joiner.ifPresent(held -> held.flushLines(longRecords, out));
        if (isEncodingKnown(false)) {
            int lastEnd = encoding.lastLineEnd(buffer, start, end);
            if (lastEnd >= 0) {
                emit(lastEnd, out);
            }
        }
    }

    /** Gives out everything that is held, an incomplete last line too; what is added to it later is its next piece. */
    void flushAll(RecordSink out) {
        isEncodingKnown(true);
        flushLines(out);
        joiner.ifPresent(held -> held.flushAll(longRecords, out));
        hole.tell(out);
        int whole = encoding.wholeUnits(start, end);
        if (whole == start) {
            return;
        }
        boolean onlyAMark = offset == 0 && encoding.markLength(buffer, start, end) == whole - start;
        int pieceBefore = piece;
        if (onlyAMark) {
            moveTo(whole);
            return;
        }
        emitRaw(whole, out);
        piece = pieceBefore == PASSING_OVER ? PASSING_OVER : pieceBefore + 1;
    }

    private boolean isEncodingKnown(boolean all) {
        if (encoding == null) {
            encoding = framing.encoding().ofFile(buffer, start, end, all);
        }
        return encoding != null;
    }

    private void emitComplete(RecordSink out) {
        int longest = encoding.longest(longRecords.maxBytes());
        while (start < end) {
            if (piece == 0 && hole.isHere(buffer, start, end, longest)) {
                moveTo(start + hole.pass(buffer, start, end, encoding.unit(), out));
                if (hole.isOpen()) {
                    return;
                }
            }
            int recordEnd = framing.recordEnd(buffer, start, end, encoding);
            // Not ended yet: what comes last might turn out to be its line end.
            int length = recordEnd >= 0
                    ? encoding.withoutLineEnd(buffer, start, recordEnd) - start
                    : end - start - encoding.longestLineEnd();
            if (length > longest) {
                cut(longest, out);
            } else if (recordEnd >= 0) {
                emit(recordEnd, out);
            } else {
                return;
            }
        }
    }

    private void emit(int recordEnd, RecordSink out) {
        if (joiner.isEmpty() || piece != 0) {
            emitRaw(recordEnd, out);
            return;
        }
        joiner.get()
                .line(
                        buffer,
                        contentStart(),
                        encoding.withoutLineEnd(buffer, start, recordEnd),
                        offset,
                        longRecords,
                        out);
        moveTo(recordEnd);
    }

    private void emitRaw(int recordEnd, RecordSink out) {
        int contentEnd = encoding.withoutLineEnd(buffer, start, recordEnd);
        boolean onlyALineEndIsLeft = piece > 0 && contentEnd == start;
        if (piece != PASSING_OVER && !onlyALineEndIsLeft) {
            handOut(contentEnd, piece == 0 ? 0 : piece + 1, out);
        }
        piece = 0;
        moveTo(recordEnd);
    }

    private void handOut(int contentEnd, int number, RecordSink out) {
        int from = contentStart();
        byte[] value = encoding.utf8(buffer, from, contentEnd);
        int replaced = encoding.replaced(buffer, from, contentEnd, value);
        if (replaced > 0) {
            out.replaced(replaced, offset, encoding);
        }
        out.record(value, number, offset, List.of());
    }

    /** Behind the byte order mark, where there is one. */
    private int contentStart() {
        return offset == 0 ? start + encoding.markLength(buffer, start, end) : start;
    }

    private void cut(int longest, RecordSink out) {
        // The rest of what the joiner holds could not be found again behind a line of several pieces.
        joiner.ifPresent(held -> held.flushAll(longRecords, out));
        int cut = encoding.boundary(buffer, start, start + longest);
        if (piece == 0 && longRecords.treatment() == LongRecords.Treatment.REFUSE) {
            int sample = Math.min(SAMPLE_LENGTH, cut - start);
            out.refused(encoding.utf8(buffer, start, start + sample), offset);
            piece = PASSING_OVER;
        } else if (piece != PASSING_OVER) {
            piece++;
            handOut(cut, piece, out);
        }
        moveTo(cut);
    }

    private void moveTo(int newStart) {
        offset += newStart - start;
        start = newStart;
        framing.nextRecord();
    }

    private void rememberHead(int n) {
        int more = Math.min(n, head.length - headLength);
        if (more > 0) {
            System.arraycopy(buffer, end, head, headLength, more);
            headLength += more;
        }
    }

    private void makeRoom() {
        if (buffer.length - end >= SMALLEST_READ) {
            return;
        }
        int keepFrom = Math.max(0, start - Fingerprint.MAX_LENGTH);
        int kept = end - keepFrom;
        // Held bytes never exceed the longest record by much: emitComplete cuts what is longer.
        byte[] target = buffer.length - kept >= SMALLEST_READ ? buffer : new byte[buffer.length * 2];
        System.arraycopy(buffer, keepFrom, target, 0, kept);
        buffer = target;
        start -= keepFrom;
        end = kept;
    }
}
