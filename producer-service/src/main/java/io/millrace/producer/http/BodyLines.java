package io.millrace.producer.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.compress.compressors.CompressorException;
import org.apache.commons.compress.compressors.CompressorStreamFactory;

/**
 * The lines of a request's body, without their ends; empty ones are none. Room is taken before a line is kept, so that
 * neither large bodies nor many short lines take more memory than they may.
 */
final class BodyLines {
    private static final int CHUNK = 16 * 1024;

    private final Room.Share share;
    private final List<byte[]> lines = new ArrayList<>();
    /** The line that is not complete yet. */
    private ByteArrayOutputStream begun = new ByteArrayOutputStream();

    private BodyLines(Room.Share share) {
        this.share = share;
    }

    /**
     * Reads the body to its end.
     *
     * @param body unpacked
     * @param most bytes that it may have
     * @param share takes the room; the caller gives it back, also after a failure
     * @throws RefusedException if it is longer, or there is no room for it
     */
    static List<byte[]> read(InputStream body, int most, Room.Share share) throws IOException, RefusedException {
        BodyLines all = new BodyLines(share);
        byte[] chunk = new byte[CHUNK];
        long length = 0;
        for (int n = body.read(chunk); n >= 0; n = body.read(chunk)) {
            length += n;
            if (length > most) {
                throw new RefusedException(413, "the body has more than " + most + " bytes, must have at most so many");
            }
            all.take(n);
            all.add(chunk, n);
        }
        all.endLine();
        return all.lines;
    }

    /**
     * Unpacks a body of one or more gzip members. Reading fails if the body ends or breaks within a member, or if anything
     * else follows the last one. The JDK's own stream looks for another member only if its first bytes are there already,
     * and takes whatever goes wrong at that place for the end: a part of a body for the whole.
     */
    static InputStream unpacked(InputStream packed) throws IOException {
        try {
            return new CompressorStreamFactory(true).createCompressorInputStream(CompressorStreamFactory.GZIP, packed);
        } catch (CompressorException e) {
            // Which says only that it could not.
            throw e.getCause() instanceof IOException reason ? reason : e;
        }
    }

    private void add(byte[] chunk, int length) throws RefusedException {
        int start = 0;
        for (int i = 0; i < length; i++) {
            if (chunk[i] == '\n') {
                begun.write(chunk, start, i - start);
                endLine();
                start = i + 1;
            }
        }
        begun.write(chunk, start, length - start);
    }

    private void endLine() throws RefusedException {
        byte[] line = begun.toByteArray();
        int length = line.length > 0 && line[line.length - 1] == '\r' ? line.length - 1 : line.length;
        if (length > 0) {
            take(Room.LINE_BYTES);
            lines.add(length == line.length ? line : Arrays.copyOf(line, length));
        }
        if (line.length > CHUNK) {
            // A long line's buffer is not kept for the short ones behind it.
            begun = new ByteArrayOutputStream();
        } else {
            begun.reset();
        }
    }

    private void take(long bytes) throws RefusedException {
        if (!share.take(bytes)) {
            throw new RefusedException(503, "too much waits for Kafka; nothing was stored");
        }
    }
}
