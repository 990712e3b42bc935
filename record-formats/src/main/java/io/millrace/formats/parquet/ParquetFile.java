package io.millrace.formats.parquet;

import io.millrace.formats.file.DataFile;
import io.millrace.formats.row.Row;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.TypeDefinedOrder;
import org.apache.parquet.format.Util;

/** A Parquet file being written: rows go to column writers, which go to the stream a row group at a time. */
final class ParquetFile implements DataFile {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final String CREATED_BY = "millrace version 0.1.0";
    /** Sizes are summed over the columns once in this many rows, or bytes: a few rows can fill the heap. */
    private static final int MEASURE_EVERY = 512;

    private static final int MEASURE_BYTES = 1 << 20;

    private final ParquetFiles files;
    private final OutputStream out;
    private final Row row;
    private final List<RowGroup> rowGroups = new ArrayList<>();
    private ColumnWriter[] columns;
    private long position;
    private long rows;
    private long rowsInGroup;
    private long pendingBytes;
    private long heldBytes;
    private long unmeasuredBytes;
    /** What the columns held before the first row. */
    private long emptyBytes;

    ParquetFile(ParquetFiles files, OutputStream out, Row row) throws IOException {
        this.row = row;
        this.files = files;
        this.out = out;
        out.write(MAGIC);
        position = MAGIC.length;
        columns = files.takeColumns();
        measure();
        emptyBytes = heldBytes;
    }

    @Override
    public void append() throws IOException {
        for (ColumnWriter column : columns) {
            column.append(row);
        }
        rows++;
        unmeasuredBytes += row.weight();
        if (++rowsInGroup % MEASURE_EVERY == 0 || unmeasuredBytes >= MEASURE_BYTES) {
            measure();
            if (pendingBytes >= files.rowGroupBytes()) {
                endRowGroup();
            }
        }
    }

    private void measure() {
        long pending = 0;
        long held = 0;
        for (ColumnWriter column : columns) {
            pending += column.estimatedBytes();
            held += column.heldBytes();
        }
        pendingBytes = pending;
        heldBytes = held;
        unmeasuredBytes = 0;
    }

    private void endRowGroup() throws IOException {
        if (rowsInGroup == 0) {
            return;
        }
        final long start = position;
        long uncompressed = 0;
        List<ColumnChunk> chunks = new ArrayList<>(columns.length);
        for (ColumnWriter column : columns) {
            ColumnMetaData meta = column.finish(out, position, files.schema(), rowsInGroup);
            ColumnChunk chunk = new ColumnChunk(position);
            chunk.setMeta_data(meta);
            chunks.add(chunk);
            position += meta.getTotal_compressed_size();
            uncompressed += meta.getTotal_uncompressed_size();
        }
        RowGroup group = new RowGroup(chunks, uncompressed, rowsInGroup);
        group.setFile_offset(start);
        group.setTotal_compressed_size(position - start);
        group.setOrdinal((short) rowGroups.size());
        rowGroups.add(group);
        rowsInGroup = 0;
        measure();
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public long bytes() {
        return position + pendingBytes;
    }

    @Override
    public long bufferedBytes() {
        return heldBytes + unmeasuredBytes;
    }

    @Override
    public long flushableBytes() {
        return rowsInGroup == 0 ? 0 : heldBytes + unmeasuredBytes - emptyBytes;
    }

    @Override
    public void flush() throws IOException {
        endRowGroup();
        // The arrays themselves stretch with the rows; new ones are as short as those of a new file.
        files.giveBack(columns);
        columns = files.newColumns();
        measure();
        emptyBytes = heldBytes;
    }

    @Override
    public void finish() throws IOException {
        endRowGroup();
        FileMetaData meta = new FileMetaData(1, files.schema().elements(), rows, rowGroups);
        meta.setCreated_by(CREATED_BY);
        List<ColumnOrder> orders = new ArrayList<>(columns.length);
        for (int i = 0; i < columns.length; i++) {
            orders.add(ColumnOrder.TYPE_ORDER(new TypeDefinedOrder()));
        }
        meta.setColumn_orders(orders);
        ByteArrayOutputStream footer = new ByteArrayOutputStream();
        Util.writeFileMetaData(meta, footer);
        int length = footer.size();
        for (int i = 0; i < 4; i++) {
            footer.write(length >>> (8 * i));
        }
        footer.write(MAGIC);
        footer.writeTo(out);
        out.flush();
        position += footer.size();
        release();
    }

    @Override
    public void abandon() {
        // Not given back: whatever made this file unusable may have left them half-changed.
        forget();
    }

    private void release() {
        if (columns.length > 0) {
            files.giveBack(columns);
        }
        forget();
    }

    private void forget() {
        columns = new ColumnWriter[0];
        pendingBytes = 0;
        heldBytes = 0;
        unmeasuredBytes = 0;
    }
}
