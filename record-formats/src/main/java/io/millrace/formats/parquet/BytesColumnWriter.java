package io.millrace.formats.parquet;

import io.millrace.formats.bytes.Bytes;
import io.millrace.formats.row.Leaf;
import io.millrace.formats.row.LeafType;
import io.millrace.formats.row.Row;
import io.millrace.formats.row.StagedColumn;
import java.io.IOException;
import java.util.Arrays;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Statistics;

/** Strings of bytes, of any or of one length, by dictionary while that pays, then plain. */
final class BytesColumnWriter extends ColumnWriter {
    private final BytesDictionary dictionary = new BytesDictionary();
    private final DictionaryChoice choice;
    private final BytesRange range = new BytesRange();
    private final boolean prefixed;
    private final boolean ordered;
    private int[] ids = new int[FIRST_VALUES];
    private int count;
    private long gatheredBytes;
    private final Bytes plain = new Bytes(0);
    private boolean byDictionary;
    private int dictionaryPages;

    BytesColumnWriter(Leaf leaf, PageWriter pageWriter, DictionaryChoice choice) {
        super(leaf, pageWriter);
        this.choice = choice;
        this.prefixed = leaf.length() == 0;
        // Decimals order as numbers, not as bytes.
        this.ordered = leaf.type() != LeafType.DECIMAL_FIXED && leaf.type() != LeafType.DURATION;
        this.byDictionary = choice.beginsWithDictionary();
    }

    @Override
    void appendValue(Row row, StagedColumn staged, int index) {
        int stagedOffset = staged.offsets[index];
        byte[] bytes = row.array(stagedOffset);
        int offset = Row.offset(stagedOffset);
        int length = staged.lengths[index];
        if (byDictionary) {
            int before = dictionary.size();
            int id = dictionary.idOf(bytes, offset, length);
            if (id == before && ordered) {
                range.add(bytes, offset, length);
            }
            if (count == ids.length) {
                ids = Arrays.copyOf(ids, count * 2);
            }
            ids[count++] = id;
            gatheredBytes += length;
        } else {
            if (ordered) {
                range.add(bytes, offset, length);
            }
            putPlain(plain, bytes, offset, length);
        }
    }

    private void putPlain(Bytes out, byte[] bytes, int offset, int length) {
        if (prefixed) {
            out.putInt(length);
        }
        out.put(bytes, offset, length);
    }

    @Override
    boolean pageIsFull() {
        // Whatever is gathered may have to be written plain, and a dictionary may not grow without bound within a page.
        return plain.size >= PAGE_BYTES || dictionary.totalBytes() >= 2 * PAGE_BYTES && gatheredBytes >= PAGE_BYTES;
    }

    @Override
    Encoding encodePage(Bytes body) {
        if (!byDictionary) {
            body.put(plain.array, 0, plain.size);
            plain.clear(MOST_KEPT_BYTES);
            return Encoding.PLAIN;
        }
        int prefix = prefixed ? 4 : 0;
        int bits = HybridEncoder.width(Math.max(0, dictionary.size() - 1));
        long size = dictionary.totalBytes() + (long) dictionary.size() * prefix;
        boolean pays = choice.pays(count, bits, size, gatheredBytes + (long) count * prefix, pagesSoFar() == 0);
        gatheredBytes = 0;
        if (!pays) {
            byDictionary = false;
            if (dictionaryPages == 0) {
                for (int i = 0; i < count; i++) {
                    putPlain(body, dictionary.arena(), dictionary.start(ids[i]), dictionary.length(ids[i]));
                }
                dictionary.clear();
                count = 0;
                return Encoding.PLAIN;
            }
        }
        body.putByte(bits);
        HybridEncoder.encode(ids, count, bits, body);
        count = 0;
        dictionaryPages++;
        return Encoding.PLAIN_DICTIONARY;
    }

    @Override
    PageWriter.Page dictionaryPage() throws IOException {
        if (dictionaryPages == 0) {
            return null;
        }
        Bytes body = pageWriter().begin();
        for (int id = 0; id < dictionary.size(); id++) {
            putPlain(body, dictionary.arena(), dictionary.start(id), dictionary.length(id));
        }
        return pageWriter().dictionaryPage(dictionary.size());
    }

    @Override
    void fillStatistics(Statistics statistics) {
        if (ordered) {
            range.fill(statistics);
        }
    }

    @Override
    void clearValues() {
        dictionary.clear();
        range.clear();
        plain.clear(MOST_KEPT_BYTES);
        count = 0;
        gatheredBytes = 0;
        if (ids.length > MOST_KEPT_VALUES) {
            ids = new int[FIRST_VALUES];
        }
        dictionaryPages = 0;
        byDictionary = choice.beginsWithDictionary();
    }

    @Override
    long pendingBytes() {
        return plain.size + dictionary.totalBytes() + ((long) count * HybridEncoder.width(dictionary.size()) >>> 3);
    }

    @Override
    long heldByValues() {
        return dictionary.heldBytes() + ids.length * 4L + plain.array.length;
    }
}
