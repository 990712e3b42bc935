package io.millrace.producer.tail;

import java.io.IOException;
import java.util.Arrays;

/**
 * Cuts one file's content into records. Knows at any moment the offset up to which content has become records; bytes
 * behind it are held until their record is complete.
 */
final class RecordReader {
    /** Where records go. */
    interface RecordSink {
        /** A record that begins at {@code offset}, or its k-th piece if {@code piece} is k &gt; 0. */
        void record(byte[] value, int piece, long offset);

        /** A record that is longer than allowed and begins with {@code sample} at {@code offset}. */
        void refused(byte[] sample, long offset);
    }

    /** In place of a piece number: the rest of a refused record is being passed over. */
    static final int PASSING_OVER = -1;

    private static final int FIRST_CAPACITY = 64 * 1024;
    private static final int USUAL_CAPACITY = 512 * 1024;
    private static final int SMALLEST_READ = 16 * 1024;
    private static final int SAMPLE_LENGTH = 1024;

    private final Content content;
    private final Framing framing;
    private final LongRecords longRecords;
    private final byte[] head = new byte[Fingerprint.MAX_LENGTH];
    private int headLength;

    /** Up to MAX_LENGTH bytes of past content, then from {@code start} what is held, up to {@code end}. */
    private byte[] buffer = new byte[FIRST_CAPACITY];

    private int start;
    private int end;
    private long offset;
    private int piece;

    /** Reads on from a saved place; the bytes before it are looked at for the fingerprints only. */
    RecordReader(Content content, Framing framing, LongRecords longRecords, long offset, int piece) throws IOException {
        this.content = content;
        this.framing = framing;
        this.longRecords = longRecords;
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
    }

    /** Reads about {@code budget} bytes, if there are so many; returns how many there were. */
    int advance(int budget, RecordSink out) throws IOException {
        int total = 0;
        while (total < budget) {
            makeRoom();
            int room = buffer.length - end;
            int n = content.read(buffer, end, room);
            if (n <= 0) {
                break;
            }
            rememberHead(n);
            end += n;
            total += n;
            emitComplete(out);
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

    /** 0 at a record's start, k after k pieces of a record, or {@link #PASSING_OVER}. */
    int piece() {
        return piece;
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
    }

    boolean holdsSomething() {
        return end > start;
    }

    Fingerprint headFingerprint() {
        return Fingerprint.of(head, 0, (int) Math.min(headLength, offset));
    }

    Fingerprint tailFingerprint() {
        int length = (int) Math.min(Math.min(Fingerprint.MAX_LENGTH, start), offset);
        return Fingerprint.of(buffer, start - length, length);
    }

    /** Of the last bytes read, held ones included. */
    Fingerprint readToFingerprint() {
        int length = (int) Math.min(Math.min(Fingerprint.MAX_LENGTH, end), readTo());
        return Fingerprint.of(buffer, end - length, length);
    }

    /** Gives out the lines that are held because their record might go on; an incomplete line stays. */
    void flushLines(RecordSink out) {
        for (int i = end - 1; i >= start; i--) {
            if (buffer[i] == '\n') {
                emit(i + 1, out);
                return;
            }
        }
    }

    /** Gives out everything that is held, an incomplete last line too; what is added to it later is its next piece. */
    void flushAll(RecordSink out) {
        flushLines(out);
        if (!holdsSomething()) {
            return;
        }
        int pieceBefore = piece;
        emit(end, out);
        piece = pieceBefore == PASSING_OVER ? PASSING_OVER : pieceBefore + 1;
    }

    private void emitComplete(RecordSink out) {
        while (start < end) {
            int recordEnd = framing.recordEnd(buffer, start, end);
            // Not ended yet: two of the bytes might turn out to be its line end.
            int length = recordEnd >= 0 ? withoutLineEnd(recordEnd) - start : end - start - 2;
            if (length > longRecords.maxBytes()) {
                cut(out);
            } else if (recordEnd >= 0) {
                emit(recordEnd, out);
            } else {
                return;
            }
        }
    }

    private void emit(int recordEnd, RecordSink out) {
        int contentEnd = withoutLineEnd(recordEnd);
        boolean onlyALineEndIsLeft = piece > 0 && contentEnd == start;
        if (piece != PASSING_OVER && !onlyALineEndIsLeft) {
            out.record(Arrays.copyOfRange(buffer, start, contentEnd), piece == 0 ? 0 : piece + 1, offset);
        }
        piece = 0;
        moveTo(recordEnd);
    }

    private void cut(RecordSink out) {
        int cut = start + longRecords.maxBytes();
        // Pieces of valid UTF-8 stay valid: a character has at most three continuation bytes.
        for (int back = 0; back < 3 && (buffer[cut] & 0xc0) == 0x80; back++) {
            cut--;
        }
        // A line end stays whole, and behind a cut a line never begins: its start would not be looked at.
        while (cut > start + 1 && (buffer[cut - 1] == '\n' || buffer[cut - 1] == '\r')) {
            cut--;
        }
        if (piece == 0 && longRecords.treatment() == LongRecords.Treatment.REFUSE) {
            int sample = Math.min(SAMPLE_LENGTH, cut - start);
            out.refused(Arrays.copyOfRange(buffer, start, start + sample), offset);
            piece = PASSING_OVER;
        } else if (piece != PASSING_OVER) {
            piece++;
            out.record(Arrays.copyOfRange(buffer, start, cut), piece, offset);
        }
        moveTo(cut);
    }

    private void moveTo(int newStart) {
        offset += newStart - start;
        start = newStart;
        framing.nextRecord();
    }

    private int withoutLineEnd(int recordEnd) {
        int contentEnd = recordEnd;
        if (contentEnd > start && buffer[contentEnd - 1] == '\n') {
            contentEnd--;
            if (contentEnd > start && buffer[contentEnd - 1] == '\r') {
                contentEnd--;
            }
        }
        return contentEnd;
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
