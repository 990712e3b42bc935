package io.millrace.formats;

import io.millrace.formats.bytes.InputBytes;
import io.millrace.formats.bytes.TooLargeException;
import io.millrace.formats.frame.Framing;
import io.millrace.formats.metadata.MetadataColumns;
import io.millrace.formats.row.Row;
import io.millrace.formats.value.ValueDecoder;
import io.millrace.record.BadRecordException;
import io.millrace.record.SourceRecord;
import io.millrace.record.TryLaterException;
import java.nio.ByteBuffer;

/** Takes a record apart: its value into columns, its metadata beside them, its folder from both. */
final class RecordReader {
    private final Framing framing;
    private final ValueDecoder decoder;
    private final MetadataColumns metadata;
    private final Router router;
    private final Row row;
    private final InputBytes value = new InputBytes();
    private final long mostBytes;

    /** @param mostBytes length of the longest value that the heap has room for */
    RecordReader(
            Framing framing, ValueDecoder decoder, MetadataColumns metadata, Router router, Row row, long mostBytes) {
        this.framing = framing;
        this.mostBytes = mostBytes;
        this.decoder = decoder;
        this.metadata = metadata;
        this.router = router;
        this.row = row;
    }

    /** Decodes the record and returns its folder. */
    String read(SourceRecord record) throws BadRecordException, TryLaterException {
        ByteBuffer buffer = record.value();
        if (buffer == null) {
            throw new BadRecordException("record has no value (a tombstone)");
        }
        if (buffer.remaining() > mostBytes) {
            throw new BadRecordException("value has " + buffer.remaining() + " bytes, must have at most " + mostBytes
                    + " for what its format needs in this heap; a larger heap (-Xmx) takes it");
        }
        value.set(buffer);
        framing.open(record, value);
        row.reset(value.array(), value.to() - value.from());
        try {
            decoder.decode(value.array(), value.from(), value.to());
            framing.confirm();
            metadata.addTo(row, record);
        } catch (TooLargeException e) {
            throw new BadRecordException(e.getMessage());
        }
        return router.route(record, row);
    }

    int valueBytes() {
        return value.to() - value.from();
    }

    /** Lets go of the last record's bytes. */
    void release() {
        value.release();
        row.release();
    }

    /** The last record's columns. */
    Row row() {
        return row;
    }

    /** The last record's bytes. */
    InputBytes value() {
        return value;
    }

    long boundaryMillis() {
        return router.boundaryMillis();
    }
}
