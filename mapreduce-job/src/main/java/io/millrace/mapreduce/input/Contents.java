package io.millrace.mapreduce.input;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.hadoop.io.compress.GzipCodec;
import org.apache.hadoop.util.ReflectionUtils;
import org.xerial.snappy.SnappyFramedInputStream;
import org.xerial.snappy.SnappyInputStream;

/** A file's bytes as plain text, whatever they are packed in. */
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
            int from = (int) position;
            return new SequenceInputStream(new ByteArrayInputStream(head, from, headLength - from), file);
        }
        file.seek(position);
        return file;
    }

    /**
     * The file's text from its start, decompressed.
     *
     * @throws BadFileException if the file's kind is not text
     */
    public InputStream text() throws IOException {
        InputStream raw = new Watched(raw(0));
        return switch (kind) {
            case TEXT -> raw;
            case GZIP -> gzip(raw);
            case ZSTD -> new ZstdInputStream(new BufferedInputStream(raw, 1 << 16));
            case SNAPPY_FRAMED -> new SnappyFramedInputStream(new BufferedInputStream(raw, 1 << 16));
            case SNAPPY_JAVA -> new SnappyInputStream(new BufferedInputStream(raw, 1 << 16));
            case BY_NAME -> byName(raw);
            case UTF16 -> new Utf8InputStream(new InputStreamReader(raw, StandardCharsets.UTF_16));
            case BINARY -> throw new BadFileException("holds neither text nor any format that this job reads");
            case PARQUET -> throw new IllegalStateException("Parquet has no text");
        };
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

    private InputStream gzip(InputStream raw) throws IOException {
        GzipCodec codec = ReflectionUtils.newInstance(GzipCodec.class, configuration);
        return codec.createInputStream(raw);
    }

    private InputStream byName(InputStream raw) throws IOException {
        CompressionCodec codec = new CompressionCodecFactory(configuration).getCodec(path);
        if (codec == null) {
            throw new BadFileException("no codec of Hadoop's knows files named like this");
        }
        return codec.createInputStream(raw);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
