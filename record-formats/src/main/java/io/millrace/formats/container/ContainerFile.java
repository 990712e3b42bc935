package io.millrace.formats.container;

import io.millrace.formats.bytes.Bytes;
import io.millrace.formats.bytes.BytesStream;
import io.millrace.formats.bytes.CountedStream;
import io.millrace.formats.file.DataFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileConstants;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/**
 * One container file being written, as Avro's specification (1.12, "Object Container Files") has it: the library writes the head;
 * blocks are put together here, because its writer keeps the room of the longest block until the file's end.
 */
final class ContainerFile implements DataFile {
    /** A block this long compresses well; readers take one at a time. */
    private static final int BLOCK_BYTES = 128 << 10;

    private static final int FIRST = 1 << 10;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final CountedStream out;
    private final BinaryEncoder blocks;
    private final BlockCodec codec;
    private final RowBinary row;
    private final byte[] mark = new byte[DataFileConstants.SYNC_SIZE];
    /** The records of the block that is not written yet. */
    private final Bytes block = new Bytes(FIRST);

    private final BinaryEncoder records = EncoderFactory.get().directBinaryEncoder(new BytesStream(block), null);
    private long rowsOfBlock;
    private long rows;
    private boolean released;

    /**
     * @param codec used by one thread, for any number of files
     * @param row has the record that is appended next
     */
    ContainerFile(OutputStream target, Schema schema, BlockCodec codec, RowBinary row) throws IOException {
        this.out = new CountedStream(target);
        this.blocks = EncoderFactory.get().directBinaryEncoder(out, null);
        this.codec = codec;
        this.row = row;
        // By it readers find the next block from anywhere in the file: what no record has by chance.
        RANDOM.nextBytes(mark);
        DataFileWriter<Object> head = new DataFileWriter<>(new GenericDatumWriter<>(schema)).setCodec(codec.named());
        head.create(schema, out, mark);
        head.flush();
    }

    @Override
    public void append() throws IOException {
        row.write(records);
        rowsOfBlock++;
        rows++;
        if (block.size >= BLOCK_BYTES) {
            endBlock(Bytes.KEPT);
        }
    }

    /** @param kept how long an array may be that stays for the next block */
    private void endBlock(int kept) throws IOException {
        if (rowsOfBlock > 0) {
            ByteBuffer compressed = codec.compress(block);
            blocks.writeLong(rowsOfBlock);
            blocks.writeLong(compressed.remaining());
            blocks.writeFixed(compressed);
            blocks.writeFixed(mark);
            rowsOfBlock = 0;
        }
        block.clear(kept);
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public long bytes() {
        return out.count() + block.size;
    }

    @Override
    public long bufferedBytes() {
        return released ? 0 : block.array.length;
    }

    @Override
    public long flushableBytes() {
        return released ? 0 : block.array.length - FIRST;
    }

    @Override
    public void flush() throws IOException {
        endBlock(FIRST);
    }

    @Override
    public void finish() throws IOException {
        endBlock(0);
        released = true;
    }

    @Override
    public void abandon() {
        released = true;
        block.clear(0);
    }
}
