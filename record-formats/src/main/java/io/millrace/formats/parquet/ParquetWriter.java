package io.millrace.formats.parquet;

import io.millrace.formats.bytes.Bytes;
import io.millrace.formats.bytes.InputBytes;
import io.millrace.formats.file.DataFile;
import io.millrace.formats.file.RecordWriter;
import io.millrace.formats.file.WriterSettings;
import io.millrace.formats.row.KeptRow;
import io.millrace.formats.row.Leaf;
import io.millrace.formats.row.Row;
import io.millrace.record.BadRecordException;
import io.millrace.record.SourceRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Writes rows into Parquet files. */
final class ParquetWriter implements RecordWriter {
    /** Row groups of this size compress well, and fit in memory beside those of other open files. */
    private static final long ROW_GROUP_BYTES = 64L << 20;
    /** A record waits in one array. */
    private static final int MOST_KEPT = Integer.MAX_VALUE - 1024;
    /** Only a record of very many entries can be longer in its columns than its value is. */
    private static final int LARGE = 1 << 28;

    private final ParquetFiles files;
    private final Row row;
    private final List<Leaf> growing;
    private final KeptRow kept;
    private final long mostBytes;
    private long preparedBytes;
    /** Of the record in the row, in the form in which it waits; below 0 if it has not been asked for. */
    private long keptLength;

    ParquetWriter(WriterSettings settings) {
        TimeUnits times = new TimeUnits(settings.microseconds());
        this.files = new ParquetFiles(
                settings.tree().name(), settings.tree().file(), settings.compression(), times, ROW_GROUP_BYTES);
        this.growing = times.growing(settings.tree().leaves());
        this.row = settings.row();
        this.kept = new KeptRow(settings.tree().leaves(), row);
        this.mostBytes = settings.mostBytes();
    }

    @Override
    public void release() {
        // The row is whose it was, and the files hold what was appended.
    }

    @Override
    public void prepare(SourceRecord record, InputBytes value) throws BadRecordException {
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
        TimeUnits.check(growing, row);
        preparedBytes = length + staged;
        keptLength = -1;
    }

    @Override
    public long keptBytes() {
        if (keptLength < 0) {
            keptLength = kept.length();
        }
        return keptLength;
    }

    @Override
    public void keep(Bytes out) {
        kept.put(out);
    }

    @Override
    public void restore(byte[] bytes, int from, int to) {
        kept.take(bytes, from, to);
        // Columns of small numbers are longer here than in some values; what the record may take it had already.
        preparedBytes = Math.min(mostBytes, to - from + row.staged());
        keptLength = (long) to - from;
    }

    @Override
    public long neededBytes() {
        return ParquetFormat.HEAP_PER_BYTE * preparedBytes;
    }

    @Override
    public DataFile open(OutputStream out) throws IOException {
        return files.open(out, row);
    }
}
