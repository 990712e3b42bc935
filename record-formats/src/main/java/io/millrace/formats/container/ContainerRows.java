package io.millrace.formats.container;

import io.millrace.formats.file.StoredFile;
import io.millrace.formats.file.UnreadableFileException;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.file.DataFileConstants;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/**
 * Counts the rows of a container file by the heads of its blocks. What is in the blocks is passed over: the library unpacks none
 * that needs more than a part of this process's heap, and takes a file that was cut behind the head of a block for a whole one.
 */
final class ContainerRows {
    private ContainerRows() {}

    /** @throws UnreadableFileException if the bytes are not such a file from the first to the last */
    static long of(StoredFile file) throws IOException {
        // Of the decoder's own exceptions some are of I/O and some are not, whatever the bytes are to blame for.
        BinaryDecoder in = DecoderFactory.get().binaryDecoder(file.bytes(), null);
        try {
            return rows(in);
        } catch (EOFException e) {
            throw unreadable("it ends in the middle");
        } catch (AvroRuntimeException | UnsupportedOperationException e) {
            throw unreadable(e.getMessage());
        } catch (UnreadableFileException e) {
            throw e;
        } catch (IOException e) {
            throw unreadable(e.getMessage());
        }
    }

    private static UnreadableFileException unreadable(String why) {
        return new UnreadableFileException("an Avro container file: " + why);
    }

    private static long rows(BinaryDecoder in) throws IOException {
        byte[] magic = new byte[DataFileConstants.MAGIC.length];
        in.readFixed(magic);
        if (!Arrays.equals(magic, DataFileConstants.MAGIC)) {
            throw unreadable("it does not begin as one");
        }
        for (long count = in.readMapStart(); count > 0; count = in.mapNext()) {
            for (long i = 0; i < count; i++) {
                in.skipString();
                in.skipBytes();
            }
        }
        byte[] mark = new byte[DataFileConstants.SYNC_SIZE];
        in.readFixed(mark);
        byte[] found = new byte[DataFileConstants.SYNC_SIZE];
        long rows = 0;
        while (!in.isEnd()) {
            long count = in.readLong();
            long length = in.readLong();
            if (count <= 0 || count > Long.MAX_VALUE - rows || length < 0 || length > Integer.MAX_VALUE) {
                throw unreadable("a block says that it has " + count + " records in " + length + " bytes");
            }
            in.skipFixed((int) length);
            in.readFixed(found);
            if (!Arrays.equals(found, mark)) {
                throw unreadable("a block does not end with the file's mark");
            }
            rows += count;
        }
        return rows;
    }
}
