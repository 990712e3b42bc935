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
                if (!skipping && from < filled) {
                    sink.lastLine(buffer, from, filled, offset + from);
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
            if (skipping) {
                int newline = Newlines.find(buffer, p, filled);
                skipping = newline == filled;
                from = skipping ? filled : newline + 1;
                if (offset + from >= end) {
                    return; // whatever line comes next starts in a later part
                }
                p = from;
            }
            if (!skipping) {
                int delivered = lines(from, p, filled, offset, end, sink);
                if (delivered > from && offset + delivered >= end) {
                    return;
                }
                from = delivered;
                if (from == 0 && filled == buffer.length) {
                    linesCut++;
                    sink.line(buffer, 0, filled, offset);
                    skipping = true;
                    from = filled;
                    if (offset + from >= end) {
                        return; // the line that follows starts in a later part
                    }
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
     * Delivers the whole lines of the buffer, up to the first that ends at the part's end or behind it; at least one if there is
     * one. Apart from the reading, so that the JVM compiles it once: what it has compiled together with one kind of stream it
     * throws away at the next.
     *
     * @param from where the first line starts
     * @param p where to look for its end
     * @return where the next line starts
     */
    private int lines(int from, int p, int filled, long offset, long end, LineSink sink) {
        int line = from;
        int newline = Newlines.find(buffer, p, filled);
        while (newline < filled) {
            int to = newline > line && buffer[newline - 1] == '\r' ? newline - 1 : newline;
            sink.line(buffer, line, to, offset + line);
            line = newline + 1;
            if (offset + line >= end) {
                return line;
            }
            newline = Newlines.find(buffer, line, filled);
        }
        return line;
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
