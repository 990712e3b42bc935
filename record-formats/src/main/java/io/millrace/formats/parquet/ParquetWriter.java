package io.millrace.formats.parquet;

import io.millrace.formats.file.DataFile;
import io.millrace.formats.file.RowWriter;
import io.millrace.formats.file.WriterSettings;
import io.millrace.formats.row.Leaf;
import io.millrace.formats.row.Row;
import io.millrace.record.BadRecordException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Writes rows into Parquet files. */
final class ParquetWriter extends RowWriter {
    /** Row groups of this size compress well, and fit in memory beside those of other open files. */
    private static final long ROW_GROUP_BYTES = 64L << 20;

    private final ParquetFiles files;
    private final Row row;
    private final List<Leaf> growing;

    ParquetWriter(WriterSettings settings) {
        super(settings, ParquetFormat.HEAP_PER_BYTE);
        TimeUnits times = new TimeUnits(settings.microseconds());
        this.files = new ParquetFiles(
                settings.tree().name(), settings.tree().file(), settings.compression(), times, ROW_GROUP_BYTES);
        this.growing = times.growing(settings.tree().leaves());
        this.row = settings.row();
    }

    @Override
    protected void check(Row prepared) throws BadRecordException {
        TimeUnits.check(growing, prepared);
    }

    @Override
    public DataFile open(OutputStream out) throws IOException {
        return files.open(out, row);
    }
}
