package io.millrace.formats.file;

import io.millrace.formats.bytes.Bytes;
import io.millrace.formats.bytes.InputBytes;
import io.millrace.formats.row.KeptRow;
import io.millrace.formats.row.Row;
import io.millrace.record.BadRecordException;
import io.millrace.record.SourceRecord;

/** A writer whose files take the record from the row: what is the same for all of them. */
public abstract class RowWriter implements RecordWriter {
    /** A record waits in one array. */
    private static final int MOST_KEPT = Integer.MAX_VALUE - 1024;
    /** Only a record of very many entries can be longer in its columns than its value is. */
    private static final int LARGE = 1 << 28;

    private final Row row;
    private final KeptRow kept;
    private final long mostBytes;
    private final int heapPerByte;
    private long preparedBytes;
    /** Of the record in the row, in the form in which it waits; below 0 if it has not been asked for. */
    private long keptLength;

    /** @param heapPerByte bytes of heap that each byte of a record needs on its way into a file */
    protected RowWriter(WriterSettings settings, int heapPerByte) {
        this.row = settings.row();
        this.kept = new KeptRow(settings.tree().leaves(), row);
        this.mostBytes = settings.mostBytes();
        this.heapPerByte = heapPerByte;
    }

    /** Refuses what the columns have and these files cannot hold. */
    protected abstract void check(Row prepared) throws BadRecordException;

    @Override
    public final void release() {
        // The row is whose it was, and the files hold what was appended.
    }

    @Override
    public final void prepare(SourceRecord record, InputBytes value) throws BadRecordException {
        int length = value.to() - value.from();
        long staged = row.staged();
        if (length + staged > mostBytes) {
            throw new BadRecordException("value has " + length + " bytes and " + staged
                    + " more in columns, must have at most " + mostBytes
                    + " together for what its format needs in this heap; a larger heap (-Xmx) takes it");
        }
        if (staged > LARGE && kept.length() > MOST_KEPT) {
            throw new BadRecordException(
                    "value has " + kept.length() + " bytes in columns, must have at most " + MOST_KEPT + " there");
        }
        check(row);
        preparedBytes = length + staged;
        keptLength = -1;
    }

    @Override
    public final long keptBytes() {
        if (keptLength < 0) {
            keptLength = kept.length();
        }
        return keptLength;
    }

    @Override
    public final void keep(Bytes out) {
        kept.put(out);
    }

    @Override
    public final void restore(byte[] bytes, int from, int to) {
        kept.take(bytes, from, to);
        // Columns of small numbers are longer here than in some values; what the record may take it had already.
        preparedBytes = Math.min(mostBytes, to - from + row.staged());
        keptLength = (long) to - from;
    }

    @Override
    public final long neededBytes() {
        return heapPerByte * preparedBytes;
    }
}
