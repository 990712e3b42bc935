package io.millrace.mapreduce.line;

import java.io.IOException;
import java.io.InputStream;

/**
 * Delivers the lines of a stream, or of a part of it.
 *
 * <p>A line belongs to the part in which its first byte lies. A part that does not start at the file's start reads from
 * the byte before it: if that is a newline, a line starts exactly at the part's start, else the rest of that line is
 * the business of the part before. The last line needs no newline. Lines end with LF or CRLF; a lone CR is part of the
 * line.
 *
 * <p>The buffer is all the memory used. Of a line that does not fit into it, the sink sees as much as fits, and the rest
 * is skipped: a level stands near the line's start.
 */
public final class LineScanner {
    /** Size of the buffer, in bytes: large enough that reading costs little, small enough for the processor's cache. */
    public static final int BUFFER = 256 * 1024;

    private final byte[] buffer;
    private final Runnable progress;
    private long linesCut;
    private long bytesRead;

    /**
     * A scanner with the usual buffer.
     *
     * @param progress called now and then, to show that a long read is alive
     */
    public LineScanner(Runnable progress) {
        this(BUFFER, progress);
    }

    /** A scanner with a buffer of so many bytes. */
    public LineScanner(int bufferSize) {
        this(bufferSize, () -> {});
    }

    private LineScanner(int bufferSize, Runnable progress) {
        this.buffer = new byte[bufferSize];
        this.progress = progress;
    }

    /** How many lines were longer than the buffer, so that the sink saw their first part only. */
    public long linesCut() {
        return linesCut;
    }

    /** How many bytes were read from streams. */
    public long bytesRead() {
        return bytesRead;
    }

    /**
     * Delivers every line that starts in start..end.
     *
     * @param in the file's bytes from {@code max(0, start - 1)} on
     * @param start the part's first byte, as an offset in the file
     * @param end the byte after the part; {@link Long#MAX_VALUE} for the rest of the file
     */
    public void scan(InputStream in, long start, long end, LineSink sink) throws IOException {
        long offset = Math.max(0, start - 1); // of buffer[0] in the file
        int filled = 0;
        int from = 0;
        boolean skipping = start > 0; // up to the next newline
        boolean first = true;
        while (true) {
            int read = first && start == 0 ? in.readNBytes(buffer, 0, 3) : fill(in, filled, offset, end);
            if (read < 0 || (first && read == 0)) {
                if (!skipping && from < filled && offset + from < end) {
                    sink.line(buffer, from, filled, offset + from);
                }
                return;
            }
            int searchFrom = filled;
            filled += read;
            if (first && start == 0) {
                bytesRead += read;
                from = startsWithMark(filled) ? 3 : 0;
            }
            first = false;
            int p = Math.max(from, searchFrom);
            while (true) {
                int newline = Newlines.find(buffer, p, filled);
                if (newline == filled) {
                    break;
                }
                if (skipping) {
                    skipping = false;
                } else {
                    int to = newline > from && buffer[newline - 1] == '\r' ? newline - 1 : newline;
                    sink.line(buffer, from, to, offset + from);
                }
                from = newline + 1;
                p = from;
                if (offset + from >= end) {
                    return;
                }
            }
            if (skipping) {
                if (offset + filled >= end) {
                    return; // whatever line comes next starts in a later part
                }
                from = filled;
            } else if (from == 0 && filled == buffer.length) {
                linesCut++;
                sink.line(buffer, 0, filled, offset);
                skipping = true;
                from = filled;
                if (offset + from >= end) {
                    return; // the line that follows starts in a later part
                }
            }
            int rest = filled - from;
            System.arraycopy(buffer, from, buffer, 0, rest);
            offset += from;
            from = 0;
            filled = rest;
        }
    }

    /**
     * Reads up to the part's end first, and only a little at a time after it: what lies behind the end is needed for one
     * line only.
     */
    private int fill(InputStream in, int filled, long offset, long end) throws IOException {
        int room = buffer.length - filled;
        long wanted = end - (offset + filled);
        int length = wanted >= room ? room : (int) Math.max(Math.min(room, 4096), wanted);
        int read = in.read(buffer, filled, length);
        if (read > 0) {
            bytesRead += read;
        }
        progress.run();
        return read;
    }

    /** Whether the file starts with UTF-8's byte order mark, which is no part of its first line. */
    private boolean startsWithMark(int filled) {
        return filled == 3 && buffer[0] == (byte) 0xEF && buffer[1] == (byte) 0xBB && buffer[2] == (byte) 0xBF;
    }
}
