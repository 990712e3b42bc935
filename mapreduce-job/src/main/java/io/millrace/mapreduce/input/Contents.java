package io.millrace.mapreduce.input;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/** A file's bytes, as they are or as the plain texts that are packed in them. */
public final class Contents implements AutoCloseable {
    private final Configuration configuration;
    private final Path path;
    private final FSDataInputStream file;
    private final byte[] head;
    private final int headLength;
    private final ContentKind kind;
    private boolean storageFailed;

    private Contents(Configuration configuration, Path path, FSDataInputStream file, byte[] head, int headLength) {
        this.configuration = configuration;
        this.path = path;
        this.file = file;
        this.head = head;
        this.headLength = headLength;
        this.kind = ContentKind.of(path.getName(), head, Math.min(headLength, ContentKind.HEAD));
    }

    /** Opens a file and reads its first bytes. */
    public static Contents open(Configuration configuration, Path path, int headSize) throws IOException {
        FSDataInputStream file = PlainLocalFile.open(path.getFileSystem(configuration), path);
        try {
            byte[] head = new byte[headSize];
            return new Contents(configuration, path, file, head, file.readNBytes(head, 0, headSize));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** The file's first bytes as they are; {@link #headLength} tells how many there are. */
    public byte[] head() {
        return head;
    }

    /** How many bytes of {@link #head} are the file's. */
    public int headLength() {
        return headLength;
    }

    /** What the file holds. */
    public ContentKind kind() {
        return kind;
    }

    /**
     * The file's bytes as they are, from this position on. Closing it is this object's business. What has been read
     * already is not read again: on HDFS every step back opens a new connection.
     */
    public InputStream raw(long position) throws IOException {
        if (position <= headLength && file.getPos() == headLength) {
            return new HeadFirst(head, (int) position, headLength, file);
        }
        file.seek(position);
        return file;
    }

    /**
     * Hands the plain texts that the file holds to the sink, from the file's start: its own, decompressed and in UTF-8, or
     * those of an archive's members.
     *
     * @throws BadFileException if the file, or what is packed in it, is neither text nor a packing that is known
     */
    public void texts(TextSink sink) throws IOException {
        new Unpacker(configuration, sink).unpack(path.getName(), new Watched(raw(0)));
    }

    /** Whether an error came from the storage and not from what the file holds. */
    public boolean storageFailed() {
        return storageFailed;
    }

    /** Notes errors of the storage, which decompressors pass on as if they were their own. */
    private final class Watched extends FilterInputStream {
        Watched(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            try {
                return super.read();
            } catch (IOException e) {
                storageFailed = true;
                throw e;
            }
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            try {
                return super.read(target, offset, length);
            } catch (IOException e) {
                storageFailed = true;
                throw e;
            }
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
