package io.millrace.formats.parquet;

import io.millrace.formats.file.Compression;
import io.millrace.formats.row.Group;
import io.millrace.formats.row.Leaf;
import io.millrace.formats.row.Row;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;

/** Opens the Parquet files of one topic on one thread; they share scratch memory and what was learnt of the columns. */
final class ParquetFiles {
    /** Columns' buffers that finished files leave behind are kept for this many next ones. */
    private static final int MOST_SPARE = 4;
    /** Buffers that hold more than this are not kept. */
    private static final long MOST_SPARE_BYTES = 1 << 20;

    private final ParquetSchema schema;
    private final TimeUnits times;
    private final PageWriter pageWriter;
    private final DictionaryChoice[] choices;
    private final long rowGroupBytes;
    private final Deque<ColumnWriter[]> spare = new ArrayDeque<>();

    /**
     * @param name the schema's name, for people
     * @param rowGroupBytes a row group ends when it has about this many bytes
     */
    ParquetFiles(String name, Group root, Compression compression, TimeUnits times, long rowGroupBytes) {
        this.times = times;
        this.schema = new ParquetSchema(name, root, times);
        this.pageWriter = new PageWriter(compression);
        this.choices = new DictionaryChoice[schema.leaves().size()];
        for (int i = 0; i < choices.length; i++) {
            choices[i] = new DictionaryChoice();
        }
        this.rowGroupBytes = rowGroupBytes;
    }

    /** Begins a file on the stream, which takes the row whenever something is appended to it. */
    ParquetFile open(OutputStream out, Row row) throws IOException {
        return new ParquetFile(this, out, row);
    }

    ParquetSchema schema() {
        return schema;
    }

    long rowGroupBytes() {
        return rowGroupBytes;
    }

    ColumnWriter[] takeColumns() {
        ColumnWriter[] columns = spare.poll();
        return columns != null ? columns : newColumns();
    }

    ColumnWriter[] newColumns() {
        ColumnWriter[] columns = new ColumnWriter[choices.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = column(schema.leaves().get(i), choices[i]);
        }
        return columns;
    }

    private ColumnWriter column(Leaf leaf, DictionaryChoice choice) {
        return switch (leaf.type()) {
            case BOOLEAN -> new BooleanColumnWriter(leaf, pageWriter);
            default ->
                leaf.type().isBytes()
                        ? new BytesColumnWriter(leaf, pageWriter, choice)
                        : new NumberColumnWriter(leaf, pageWriter, choice, times);
        };
    }

    void giveBack(ColumnWriter[] columns) {
        long held = 0;
        for (ColumnWriter column : columns) {
            column.clear();
            held += column.heldBytes();
        }
        if (spare.size() < MOST_SPARE && held <= MOST_SPARE_BYTES) {
            spare.push(columns);
        }
    }
}
