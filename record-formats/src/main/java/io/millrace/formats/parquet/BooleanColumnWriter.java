package io.millrace.formats.parquet;

import io.millrace.formats.bytes.Bytes;
import io.millrace.formats.row.Leaf;
import io.millrace.formats.row.Row;
import io.millrace.formats.row.StagedColumn;
import java.util.Arrays;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Statistics;

/** Booleans: one bit each. */
final class BooleanColumnWriter extends ColumnWriter {
    private byte[] bits = new byte[FIRST_VALUES / 8];
    private int count;
    private boolean seenFalse;
    private boolean seenTrue;

    BooleanColumnWriter(Leaf leaf, PageWriter pageWriter) {
        super(leaf, pageWriter);
    }

    @Override
    void appendValue(Row row, StagedColumn staged, int index) {
        int i = count;
        if (i >>> 3 == bits.length) {
            bits = Arrays.copyOf(bits, bits.length * 2);
        }
        if (staged.numbers[index] != 0) {
            bits[i >>> 3] |= (byte) (1 << (i & 7));
            seenTrue = true;
        } else {
            seenFalse = true;
        }
        count = i + 1;
    }

    @Override
    boolean pageIsFull() {
        return false;
    }

    @Override
    Encoding encodePage(Bytes body) {
        int length = (count + 7) >>> 3;
        body.put(bits, 0, length);
        Arrays.fill(bits, 0, length, (byte) 0);
        count = 0;
        return Encoding.PLAIN;
    }

    @Override
    PageWriter.Page dictionaryPage() {
        return null;
    }

    @Override
    void fillStatistics(Statistics statistics) {
        if (seenTrue || seenFalse) {
            statistics.setMin_value(new byte[] {(byte) (seenFalse ? 0 : 1)});
            statistics.setMax_value(new byte[] {(byte) (seenTrue ? 1 : 0)});
        }
    }

    @Override
    void clearValues() {
        Arrays.fill(bits, (byte) 0);
        count = 0;
        seenFalse = false;
        seenTrue = false;
    }

    @Override
    long pendingBytes() {
        return (long) count >>> 3;
    }

    @Override
    long heldByValues() {
        return bits.length;
    }
}
