package io.millrace.sources.tail;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipInputStream;

/** The content of the one file in a zip archive. */
final class ZippedFile extends InputStream {
    private final ZipInputStream zip;
    private boolean ended;
    private boolean several;

    /** The archive has more files than one: it is no packed log. */
    static final class SeveralFilesException extends IOException {
        private static final long serialVersionUID = 1L;

        SeveralFilesException() {
            super("it is a zip archive of several files");
        }
    }

    ZippedFile(InputStream archive) throws IOException {
        // Names are of no interest, and may be in any code page: what Windows makes is not UTF-8.
        zip = new ZipInputStream(archive, StandardCharsets.ISO_8859_1);
        try {
            if (!hasNext()) {
                throw new EOFException("archive ends in its first file's name");
            }
        } catch (IOException e) {
            // Whoever asked for it gets nothing that could be closed.
            zip.close();
            throw e;
        }
    }

    private boolean hasNext() throws IOException {
        try {
            return zip.getNextEntry() != null;
        } catch (RuntimeException e) {
            throw damaged(e);
        }
    }

    /** The JDK does not check all that an archive says: a name that is said to be UTF-8 and is not gets here. */
    private static IOException damaged(RuntimeException e) {
        return new IOException("zip archive is damaged: " + e.getMessage(), e);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) <= 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int n = ended ? -1 : readOn(into, from, length);
        if (n < 0 && !ended) {
            several = hasNext();
            ended = true;
        }
        if (several) {
            throw new SeveralFilesException();
        }
        return n;
    }

    private int readOn(byte[] into, int from, int length) throws IOException {
        try {
            return zip.read(into, from, length);
        } catch (RuntimeException e) {
            throw damaged(e);
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
