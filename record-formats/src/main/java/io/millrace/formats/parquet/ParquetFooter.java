package io.millrace.formats.parquet;

import io.millrace.formats.file.StoredFile;
import io.millrace.formats.file.UnreadableFileException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Util;

/** Reads back what a Parquet file says of itself at its end. */
final class ParquetFooter {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    /** Length of the footer and the magic bytes behind it. */
    private static final int TAIL = 8;

    private ParquetFooter() {}

    /**
     * The number of rows, after a look at whether row groups and columns agree on it.
     *
     * @throws UnreadableFileException if no reader could make rows of this file
     * @throws IOException if reading fails
     */
    static long rows(StoredFile file) throws IOException {
        long length = file.length();
        if (length < MAGIC.length + TAIL) {
            throw new UnreadableFileException("Parquet: it has only " + length + " bytes");
        }
        ByteBuffer tail = ByteBuffer.wrap(read(file, length - TAIL, TAIL)).order(ByteOrder.LITTLE_ENDIAN);
        int size = tail.getInt();
        byte[] magic = new byte[MAGIC.length];
        tail.get(magic);
        if (!java.util.Arrays.equals(magic, MAGIC)) {
            throw new UnreadableFileException("Parquet: it does not end in PAR1");
        }
        if (size <= 0 || size > length - TAIL - MAGIC.length) {
            throw new UnreadableFileException("Parquet: its footer says that it has " + size + " bytes");
        }
        byte[] footer = read(file, length - TAIL - size, size);
        FileMetaData metadata;
        try {
            metadata = Util.readFileMetaData(new ByteArrayInputStream(footer));
        } catch (IOException | RuntimeException e) {
            throw new UnreadableFileException("Parquet: its footer cannot be read: " + e.getMessage());
        }
        check(metadata);
        return metadata.getNum_rows();
    }

    private static byte[] read(StoredFile file, long from, int count) throws IOException {
        try (InputStream in = file.open()) {
            in.skipNBytes(from);
            byte[] bytes = in.readNBytes(count);
            if (bytes.length < count) {
                throw new IOException("the file ends after " + (from + bytes.length) + " bytes");
            }
            return bytes;
        }
    }

    private static void check(FileMetaData metadata) throws UnreadableFileException {
        long rows = 0;
        for (RowGroup group : metadata.getRow_groups()) {
            rows += group.getNum_rows();
            for (ColumnChunk chunk : group.getColumns()) {
                boolean flat = chunk.getMeta_data().getPath_in_schema().size() == 1
                        && !isRepeated(
                                metadata,
                                chunk.getMeta_data().getPath_in_schema().get(0));
                long values = chunk.getMeta_data().getNum_values();
                // A repeated column has a value, or the mark of an empty list, for each row at least.
                if (flat ? values != group.getNum_rows() : values < group.getNum_rows()) {
                    throw new UnreadableFileException("Parquet: its column "
                            + String.join(".", chunk.getMeta_data().getPath_in_schema()) + " has " + values
                            + " values in a row group of " + group.getNum_rows() + " rows");
                }
            }
        }
        if (rows != metadata.getNum_rows()) {
            throw new UnreadableFileException(
                    "Parquet: its row groups have " + rows + " rows, its footer says " + metadata.getNum_rows());
        }
    }

    private static boolean isRepeated(FileMetaData metadata, String column) {
        for (SchemaElement element : metadata.getSchema()) {
            if (element.getName().equals(column) && element.getRepetition_type() == FieldRepetitionType.REPEATED) {
                return true;
            }
        }
        return false;
    }
}
