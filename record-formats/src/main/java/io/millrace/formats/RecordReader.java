package io.millrace.formats;

import io.millrace.formats.bytes.InputBytes;
import io.millrace.formats.bytes.TooLargeException;
import io.millrace.formats.metadata.MetadataColumns;
import io.millrace.formats.row.Row;
import io.millrace.record.BadRecordException;
import io.millrace.record.SourceRecord;
import io.millrace.record.TryLaterException;
import java.nio.ByteBuffer;

/** Takes a record apart: its value into columns by a {@link io.millrace.formats.value.ValueDecoder}, its metadata beside them, its folder from both. */
final class RecordReader {
    /** Whatever stands beside values is in one array. */
    private static final long MOST_BESIDE = 1 << 30;

    private final Tombstones tombstones;
    private final ValueReader values;
    private final MetadataColumns metadata;
    private final Router router;
    private final Row row;
    private final long mostBytes;
    private int bytes;

    /** @param mostBytes length of the longest value, and what of the record stands beside it, that the heap has room for */
    RecordReader(
            Tombstones tombstones,
            ValueReader values,
            MetadataColumns metadata,
            Router router,
            Row row,
            long mostBytes) {
        this.tombstones = tombstones;
        this.values = values;
        this.mostBytes = mostBytes;
        this.metadata = metadata;
        this.router = router;
        this.row = row;
    }

    /** Why a record without a value is a bad one, unless it is to be stored. */
    static void checkTombstone(SourceRecord record, Tombstones tombstones) throws BadRecordException {
        if (record.value() == null && tombstones != Tombstones.STORE) {
            throw new BadRecordException("record has no value (a tombstone)");
        }
    }

    /** Decodes the record and returns its folder. */
    String read(SourceRecord record) throws BadRecordException, TryLaterException {
        checkTombstone(record, tombstones);
        ByteBuffer value = record.value();
        long beside = metadata.bytes(record);
        check(value == null ? 0 : value.remaining(), beside);
        try {
            if (value == null) {
                values.readNothing();
            } else {
                values.read(record);
            }
            metadata.addTo(row, record, beside);
        } catch (TooLargeException e) {
            throw new BadRecordException(e.getMessage());
        }
        bytes = Math.toIntExact(valueBytes() + beside);
        return router.route(record, row);
    }

    private void check(int value, long beside) throws BadRecordException {
        if (value + beside > mostBytes || beside > MOST_BESIDE) {
            throw new BadRecordException("value has " + value + " bytes"
                    + (beside == 0 ? "" : " and key and headers have " + beside) + ", must have at most "
                    + (value + beside > mostBytes ? mostBytes : MOST_BESIDE)
                    + (beside == 0 ? "" : " together") + " for what its format needs in this heap;"
                    + " a larger heap (-Xmx) takes it");
        }
    }

    private int valueBytes() {
        return values.value().to() - values.value().from();
    }

    /** Bytes of the last record that go into its file: its value's, and those beside it that can be any number. */
    int bytes() {
        return bytes;
    }

    /** Lets go of the last record's bytes. */
    void release() {
        values.release();
        metadata.release();
        row.release();
    }

    /** The last record's value; empty if it had none. */
    InputBytes value() {
        return values.value();
    }

    long boundaryMillis() {
        return router.boundaryMillis();
    }

    long eventMillis() {
        return router.eventMillis();
    }
}
