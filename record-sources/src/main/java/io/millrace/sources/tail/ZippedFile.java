package io.millrace.sources.tail;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipInputStream;

/** The content of the one file in a zip archive. */
final class ZippedFile extends FilterInputStream {
    private final ZipInputStream zip;
    private boolean ended;

    /** The archive has more files than one: it is no packed log. */
    static final class SeveralFilesException extends IOException {
        private static final long serialVersionUID = 1L;

        SeveralFilesException() {
            super("it is a zip archive of several files");
        }
    }

    ZippedFile(InputStream archive) throws IOException {
        this(new ZipInputStream(archive));
    }

    private ZippedFile(ZipInputStream zip) throws IOException {
        super(zip);
        this.zip = zip;
        if (zip.getNextEntry() == null) {
            throw new EOFException("archive ends in its first file's name");
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) <= 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int n = ended ? -1 : zip.read(into, from, length);
        if (n < 0 && !ended) {
            ended = true;
            if (zip.getNextEntry() != null) {
                throw new SeveralFilesException();
            }
        }
        return n;
    }
}
