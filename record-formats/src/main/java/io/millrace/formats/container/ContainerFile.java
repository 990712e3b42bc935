package io.millrace.formats.container;

import io.millrace.formats.bytes.Bytes;
import io.millrace.formats.bytes.CountedStream;
import io.millrace.formats.file.DataFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;

/** One container file being written. */
final class ContainerFile implements DataFile {
    /** A block this long compresses well; readers take one at a time. */
    private static final int BLOCK_BYTES = 128 << 10;
    /** What the library holds from the beginning: room for a block, and what its codec and streams need. */
    private static final int FIRST_BYTES = BLOCK_BYTES * 5 / 4 + (64 << 10);

    private final CountedStream out;
    private final DataFileWriter<Object> writer;
    private final RowBinary binary;
    private long rows;
    /** Bytes of the block that is not written yet. */
    private long pending;
    /** The longest block so far: the library keeps its room. */
    private long longest = BLOCK_BYTES;

    private boolean released;

    /** @param binary has the record that is appended next */
    ContainerFile(OutputStream target, Schema schema, CodecFactory codec, RowBinary binary) throws IOException {
        this.out = new CountedStream(target);
        this.binary = binary;
        this.writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))
                .setCodec(codec)
                .setSyncInterval(BLOCK_BYTES);
        writer.create(schema, out);
    }

    @Override
    public void append() throws IOException {
        Bytes record = binary.record();
        writer.appendEncoded(ByteBuffer.wrap(record.array, 0, record.size));
        pending += record.size;
        rows++;
        record.clear(Bytes.KEPT);
        if (pending >= BLOCK_BYTES) {
            endBlock();
        }
    }

    private void endBlock() throws IOException {
        // The library has ended the block itself, or holds a few bytes less than are counted here.
        writer.sync();
        longest = Math.max(longest, pending);
        pending = 0;
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public long bytes() {
        return out.count() + pending;
    }

    @Override
    public long bufferedBytes() {
        return released ? 0 : FIRST_BYTES + 2 * (Math.max(longest, pending) - BLOCK_BYTES);
    }

    @Override
    public long flushableBytes() {
        // The library keeps the room of a block.
        return 0;
    }

    @Override
    public void flush() throws IOException {
        endBlock();
    }

    @Override
    public void finish() throws IOException {
        endBlock();
        released = true;
        // Closing would close the stream, which is the caller's, and do nothing else.
        writer.flush();
    }

    @Override
    public void abandon() {
        released = true;
        out.cut();
    }
}
