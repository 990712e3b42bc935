package io.millrace.formats.parquet;

import io.millrace.formats.bytes.Bytes;
import io.millrace.formats.row.Leaf;
import io.millrace.formats.row.LeafType;
import io.millrace.formats.row.Row;
import io.millrace.formats.row.StagedColumn;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Statistics;

/**
 * Writes one column of a row group: gathers a page of values, encodes it, keeps the pages until the
 * row group ends. What a subclass adds is how values are gathered and encoded.
 */
abstract class ColumnWriter {
    static final int PAGE_VALUES = 20_000;
    static final int PAGE_BYTES = 1 << 20;
    /** Longer arrays are given back when they are empty: one huge value must not stay in memory. */
    static final int MOST_KEPT_BYTES = 2 * PAGE_BYTES;
    /** The same for arrays of numbers; a page of a flat column never needs more. */
    static final int MOST_KEPT_VALUES = 1 << 16;
    /** Values are gathered in arrays that begin this small, since many files can be open at once. */
    static final int FIRST_VALUES = 256;

    private final Leaf leaf;
    private final PageWriter pageWriter;
    private final Levels repetitions;
    private final Levels definitions;
    private final boolean flat;
    private final boolean required;
    private final List<PageWriter.Page> pages = new ArrayList<>();
    private final Set<Encoding> encodings = EnumSet.noneOf(Encoding.class);
    private long pageBytes;
    private int pageEntries;
    private long entries;
    private long absent;
    /** Rows of a repeated column; a flat one has an entry for each. */
    private long repeatedRows;

    ColumnWriter(Leaf leaf, PageWriter pageWriter) {
        this.leaf = leaf;
        this.pageWriter = pageWriter;
        this.repetitions = new Levels(leaf.repetition());
        this.definitions = new Levels(leaf.definition());
        this.flat = leaf.repetition() == 0;
        this.required = flat && leaf.definition() == 0;
    }

    final Leaf leaf() {
        return leaf;
    }

    final PageWriter pageWriter() {
        return pageWriter;
    }

    /** Appends all entries that the row has for this column. */
    final void append(Row row) throws IOException {
        StagedColumn staged = row.column(leaf.index());
        if (required) {
            appendValue(row, staged, 0);
            pageEntries++;
        } else {
            appendLevels(row, staged);
        }
        if (pageEntries >= PAGE_VALUES || pageIsFull()) {
            endPage();
        }
    }

    private void appendLevels(Row row, StagedColumn staged) {
        if (!flat) {
            repeatedRows++;
        }
        int present = leaf.definition();
        for (int i = 0; i < staged.count; i++) {
            int definition = staged.definitions[i];
            if (present > 0) {
                definitions.add(definition);
            }
            if (!flat) {
                repetitions.add(staged.repetitions[i]);
            }
            if (definition == present) {
                appendValue(row, staged, i);
            } else {
                absent++;
            }
        }
        pageEntries += staged.count;
    }

    private void endPage() throws IOException {
        if (pageEntries == 0) {
            return;
        }
        Bytes body = pageWriter.begin();
        repetitions.encode(body);
        definitions.encode(body);
        Encoding encoding = encodePage(body);
        PageWriter.Page page = pageWriter.dataPage(pageEntries, encoding);
        pages.add(page);
        pageBytes += page.bytes().length;
        encodings.add(encoding);
        entries += pageEntries;
        pageEntries = 0;
    }

    /**
     * Writes all pages of the row group, beginning at this position of the file, and forgets them.
     *
     * @param rows how many rows the row group has
     * @return where they are and what they hold
     * @throws IllegalStateException if this column has entries for other than these rows: a file in which columns do not
     *     agree cannot be read
     */
    final ColumnMetaData finish(OutputStream out, long position, ParquetSchema schema, long rows) throws IOException {
        endPage();
        if ((flat ? entries : repeatedRows) != rows) {
            throw new IllegalStateException("column " + schema.path(leaf) + " has entries for "
                    + (flat ? entries : repeatedRows) + " rows, in a row group of " + rows);
        }
        PageWriter.Page dictionary = dictionaryPage();
        long at = position;
        long uncompressed = 0;
        if (dictionary != null) {
            out.write(dictionary.bytes());
            at += dictionary.bytes().length;
            uncompressed += dictionary.uncompressed();
        }
        final long firstDataPage = at;
        for (PageWriter.Page page : pages) {
            out.write(page.bytes());
            at += page.bytes().length;
            uncompressed += page.uncompressed();
        }
        encodings.add(Encoding.RLE);
        ColumnMetaData meta = new ColumnMetaData(
                ParquetSchema.physicalType(writtenType()),
                new ArrayList<>(encodings),
                schema.path(leaf),
                pageWriter.codec(),
                entries,
                uncompressed,
                at - position,
                firstDataPage);
        if (dictionary != null) {
            meta.setDictionary_page_offset(position);
        }
        Statistics statistics = new Statistics();
        statistics.setNull_count(absent);
        fillStatistics(statistics);
        meta.setStatistics(statistics);
        clear();
        return meta;
    }

    /** Forgets everything, so that the writer can begin another row group. */
    final void clear() {
        pages.clear();
        encodings.clear();
        repetitions.clear();
        definitions.clear();
        pageBytes = 0;
        pageEntries = 0;
        entries = 0;
        repeatedRows = 0;
        absent = 0;
        clearValues();
    }

    /** Estimate of what the row group's part of this column will take in the file. */
    final long estimatedBytes() {
        return pageBytes + pendingBytes();
    }

    /** Heap held. */
    final long heldBytes() {
        return pageBytes + repetitions.heldBytes() + definitions.heldBytes() + heldByValues();
    }

    /** Index of the pages written so far in this row group. */
    final int pagesSoFar() {
        return pages.size();
    }

    /** Entries in the page being gathered, those without values included. */
    final int entriesInPage() {
        return pageEntries;
    }

    /** What the files have for the column. */
    LeafType writtenType() {
        return leaf.type();
    }

    abstract void appendValue(Row row, StagedColumn staged, int index);

    /** True if the values gathered are enough bytes for a page. */
    abstract boolean pageIsFull();

    /** Appends the gathered values to the page's body, forgets them, and says how they are encoded. */
    abstract Encoding encodePage(Bytes body);

    /** The finished dictionary page, or null if no page refers to a dictionary. */
    abstract PageWriter.Page dictionaryPage() throws IOException;

    /** Sets the least and greatest value, if they are known and orderly. */
    abstract void fillStatistics(Statistics statistics);

    abstract void clearValues();

    abstract long pendingBytes();

    abstract long heldByValues();
}
