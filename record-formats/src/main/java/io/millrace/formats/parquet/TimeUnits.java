package io.millrace.formats.parquet;

import io.millrace.formats.row.Leaf;
import io.millrace.formats.row.LeafType;
import io.millrace.formats.row.Row;
import io.millrace.formats.row.StagedColumn;
import io.millrace.record.BadRecordException;
import java.util.ArrayList;
import java.util.List;

/**
 * In which unit times stand in files: as their columns are declared, or in microseconds where milliseconds are declared.
 *
 * <p>Readers that take a table for their guide compare the smallest and largest values of files and row groups with
 * microseconds, whatever the column says (Iceberg 1.12 does, its ParquetConversions knows no unit): of a column of
 * milliseconds they find no row.
 */
final class TimeUnits {
    private static final long MICROS = 1_000;

    private final boolean micros;

    TimeUnits(boolean micros) {
        this.micros = micros;
    }

    /** What the files have for a column of this type. */
    LeafType written(LeafType declared) {
        if (!micros) {
            return declared;
        }
        return switch (declared) {
            case TIMESTAMP_MILLIS -> LeafType.TIMESTAMP_MICROS;
            case LOCAL_TIMESTAMP_MILLIS -> LeafType.LOCAL_TIMESTAMP_MICROS;
            case TIME_MILLIS -> LeafType.TIME_MICROS;
            default -> declared;
        };
    }

    /** What each number of a column is multiplied by. */
    long factor(LeafType declared) {
        return written(declared) == declared ? 1 : MICROS;
    }

    /** The columns whose numbers may become too large. */
    List<Leaf> growing(List<Leaf> leaves) {
        List<Leaf> growing = new ArrayList<>();
        for (Leaf leaf : leaves) {
            if (factor(leaf.type()) != 1) {
                growing.add(leaf);
            }
        }
        return growing;
    }

    /** @throws BadRecordException if a number of such a column does not go into 64 bits of microseconds */
    static void check(List<Leaf> growing, Row row) throws BadRecordException {
        for (Leaf leaf : growing) {
            StagedColumn staged = row.column(leaf.index());
            for (int i = 0; i < staged.count; i++) {
                long value = staged.numbers[i];
                boolean there = staged.definitions[i] == leaf.definition();
                if (there && (value > Long.MAX_VALUE / MICROS || value < Long.MIN_VALUE / MICROS)) {
                    throw new BadRecordException("field " + leaf.name() + " is " + value
                            + " milliseconds, must be within 292,277 years of 1970, as microseconds are");
                }
            }
        }
    }
}
