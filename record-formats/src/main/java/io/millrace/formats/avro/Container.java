package io.millrace.formats.avro;

import com.github.luben.zstd.ZstdInputStream;
import io.millrace.formats.bytes.Bytes;
import io.millrace.formats.row.Row;
import io.millrace.record.BadRecordException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.xerial.snappy.Snappy;

/** An Avro container file that is a value: its schema, and the bytes of its one record. For one thread. */
final class Container {
    private static final int MAGIC_BYTES = 4;
    private static final int SYNC_BYTES = 16;
    private static final int PIECE = 8 << 10;
    private static final int MOST_ENTRIES = 1000;

    private final AvroInput in = new AvroInput();
    private final byte[] piece = new byte[PIECE];
    private final Bytes unpacked = new Bytes(0);
    private byte[] schemaBytes;
    private String schema;
    private String codec;
    private byte[] file;
    private int packedFrom;
    private int packedTo;
    private byte[] bytes;
    private int from;
    private int to;
    private boolean plain;

    /** The schema's text. */
    String schema() {
        return schema;
    }

    byte[] bytes() {
        return bytes;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    /** True if the record's bytes are those of the value itself. */
    boolean isPlain() {
        return plain;
    }

    /** Reads the file that is all of this range and begins as one. */
    void open(byte[] value, int start, int end) throws BadRecordException {
        in.begin(value, start + MAGIC_BYTES, end, false);
        header();
        int sync = in.skip(SYNC_BYTES);
        long records = in.readLong();
        if (records != 1) {
            throw new BadRecordException(
                    "value is an Avro container whose first block has " + records + " records, must be one in all");
        }
        int data = in.readRange();
        int dataEnd = in.at;
        int closing = in.skip(SYNC_BYTES);
        if (!Arrays.equals(value, sync, sync + SYNC_BYTES, value, closing, closing + SYNC_BYTES)) {
            throw new BadRecordException("value is an Avro container whose block does not end with its mark");
        }
        if (in.remaining() > 0) {
            throw new BadRecordException("value is an Avro container of more than one block, must have one record");
        }
        file = value;
        packedFrom = data;
        packedTo = dataEnd;
    }

    private void header() throws BadRecordException {
        codec = "null";
        boolean hasSchema = false;
        int entries = 0;
        for (long count = in.readCount(); count != 0; count = in.readCount()) {
            for (; count != 0; count--) {
                if (++entries > MOST_ENTRIES) {
                    throw new BadRecordException(
                            "value is an Avro container with more than " + MOST_ENTRIES + " entries in its header");
                }
                int name = in.readRange();
                int nameEnd = in.at;
                int value = in.readRange();
                if (is("avro.schema", name, nameEnd)) {
                    hasSchema = true;
                    takeSchema(value, in.at);
                } else if (is("avro.codec", name, nameEnd)) {
                    codec = new String(in.bytes, value, in.at - value, StandardCharsets.ISO_8859_1);
                }
            }
        }
        if (!hasSchema) {
            throw new BadRecordException("value is an Avro container without a schema");
        }
    }

    private boolean is(String name, int start, int end) {
        return end - start == name.length()
                && name.equals(new String(in.bytes, start, end - start, StandardCharsets.ISO_8859_1));
    }

    /** The text of the last value is mostly that of this one too. */
    private void takeSchema(int start, int end) {
        if (schemaBytes == null || !Arrays.equals(schemaBytes, 0, schemaBytes.length, in.bytes, start, end)) {
            schemaBytes = Arrays.copyOfRange(in.bytes, start, end);
            schema = new String(schemaBytes, StandardCharsets.UTF_8);
        }
    }

    /**
     * Has the record's bytes ready.
     *
     * @param row counts what is unpacked, of which there can be a thousand times more than the value has
     */
    void unpack(Row row) throws BadRecordException {
        plain = codec.equals("null");
        if (plain) {
            bytes = file;
            from = packedFrom;
            to = packedTo;
            return;
        }
        unpacked.clear(Bytes.KEPT);
        try {
            switch (codec) {
                case "deflate" -> inflate(row);
                case "snappy" -> snappy(row);
                case "zstandard" -> {
                    try (InputStream zstd = new ZstdInputStream(packed())) {
                        readAll(zstd, row);
                    }
                }
                default ->
                    throw new BadRecordException("value is an Avro container with the codec '" + visible(codec)
                            + "', must be null, deflate, snappy or zstandard");
            }
        } catch (IOException e) {
            throw new BadRecordException("value is an Avro container whose block cannot be unpacked by " + codec);
        }
        bytes = unpacked.array;
        from = 0;
        to = unpacked.size;
    }

    private static String visible(String codec) {
        return codec.length() > 20 || !codec.matches("[a-z0-9]+") ? "?" : codec;
    }

    private ByteArrayInputStream packed() {
        return new ByteArrayInputStream(file, packedFrom, packedTo - packedFrom);
    }

    private void inflate(Row row) throws IOException {
        Inflater inflater = new Inflater(true);
        try (InputStream deflated = new InflaterInputStream(packed(), inflater)) {
            readAll(deflated, row);
        } finally {
            inflater.end();
        }
    }

    private void readAll(InputStream packed, Row row) throws IOException {
        int read;
        while ((read = packed.read(piece)) > 0) {
            row.borrow(read);
            unpacked.put(piece, 0, read);
        }
    }

    /** The checksum of what is packed follows it. */
    private void snappy(Row row) throws IOException, BadRecordException {
        int packed = packedTo - packedFrom - 4;
        if (packed < 1 || !Snappy.isValidCompressedBuffer(file, packedFrom, packed)) {
            throw new IOException("not snappy");
        }
        int length = Snappy.uncompressedLength(file, packedFrom, packed);
        if (length < 0) {
            throw new IOException("not snappy");
        }
        row.borrow(length);
        Snappy.uncompress(file, packedFrom, packed, unpacked.room(length), 0);
        unpacked.size = length;
        CRC32 crc = new CRC32();
        crc.update(unpacked.array, 0, length);
        if ((int) crc.getValue() != Integer.reverseBytes((int) Bytes.INT.get(file, packedTo - 4))) {
            throw new BadRecordException("value is an Avro container whose block has another checksum than it says");
        }
    }
}
