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

/** Numbers of four or eight bytes, by dictionary while that pays, then plain. */
final class NumberColumnWriter extends ColumnWriter {
    private final LongDictionary dictionary = new LongDictionary();
    private final DictionaryChoice choice;
    private final NumberRange range;
    private final int width;
    private final long factor;
    private final LeafType written;
    private int[] ids = new int[FIRST_VALUES];
    private int count;
    private final Bytes plain = new Bytes(0);
    private boolean byDictionary;
    private int dictionaryPages;

    NumberColumnWriter(Leaf leaf, PageWriter pageWriter, DictionaryChoice choice, TimeUnits times) {
        super(leaf, pageWriter);
        this.choice = choice;
        this.written = times.written(leaf.type());
        this.factor = times.factor(leaf.type());
        this.range = NumberRange.of(written);
        this.width = isFourBytes(written) ? 4 : 8;
        this.byDictionary = choice.beginsWithDictionary();
    }

    @Override
    LeafType writtenType() {
        return written;
    }

    static boolean isFourBytes(LeafType type) {
        return type == LeafType.INT || type == LeafType.TIME_MILLIS || type == LeafType.FLOAT || type == LeafType.DATE;
    }

    @Override
    void appendValue(Row row, StagedColumn staged, int index) {
        long value = staged.numbers[index] * factor;
        if (byDictionary) {
            int before = dictionary.size();
            int id = dictionary.idOf(value);
            if (id == before) {
                range.add(value);
            }
            if (count == ids.length) {
                ids = Arrays.copyOf(ids, count * 2);
            }
            ids[count++] = id;
        } else {
            range.add(value);
            putPlain(plain, value);
        }
    }

    private void putPlain(Bytes out, long value) {
        if (width == 8) {
            out.putLong(value);
        } else {
            out.putInt((int) value);
        }
    }

    @Override
    boolean pageIsFull() {
        return false;
    }

    @Override
    Encoding encodePage(Bytes body) {
        if (!byDictionary) {
            body.put(plain.array, 0, plain.size);
            plain.clear();
            return Encoding.PLAIN;
        }
        int bits = HybridEncoder.width(Math.max(0, dictionary.size() - 1));
        int size = dictionary.size() * width;
        boolean pays = choice.pays(count, bits, size, (long) count * width, pagesSoFar() == 0);
        if (!pays) {
            byDictionary = false;
            if (dictionaryPages == 0) {
                for (int i = 0; i < count; i++) {
                    putPlain(body, dictionary.value(ids[i]));
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
            putPlain(body, dictionary.value(id));
        }
        return pageWriter().dictionaryPage(dictionary.size());
    }

    @Override
    void fillStatistics(Statistics statistics) {
        range.fill(statistics, width);
    }

    @Override
    void clearValues() {
        dictionary.clear();
        range.clear();
        plain.clear(MOST_KEPT_BYTES);
        count = 0;
        if (ids.length > MOST_KEPT_VALUES) {
            ids = new int[FIRST_VALUES];
        }
        dictionaryPages = 0;
        byDictionary = choice.beginsWithDictionary();
    }

    @Override
    long pendingBytes() {
        return plain.size
                + (long) dictionary.size() * width
                + ((long) count * HybridEncoder.width(dictionary.size()) >>> 3);
    }

    @Override
    long heldByValues() {
        return dictionary.heldBytes() + ids.length * 4L + plain.array.length;
    }
}
