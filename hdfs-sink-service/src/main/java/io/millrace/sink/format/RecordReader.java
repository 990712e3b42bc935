package io.millrace.sink.format;

import io.millrace.sink.format.row.Row;
import java.nio.ByteBuffer;

/** Takes a record apart: its value into columns, its metadata beside them, its folder from both. */
final class RecordReader {
    private final ValueDecoder decoder;
    private final MetadataColumns metadata;
    private final Router router;
    private final Row row;
    private final InputBytes value = new InputBytes();

    RecordReader(ValueDecoder decoder, MetadataColumns metadata, Router router, Row row) {
        this.decoder = decoder;
        this.metadata = metadata;
        this.router = router;
        this.row = row;
    }

    /** Decodes the record and returns its folder. */
    String read(SourceRecord record) throws BadRecordException {
        ByteBuffer buffer = record.value();
        if (buffer == null) {
            throw new BadRecordException("record has no value (a tombstone)");
        }
        value.set(buffer);
        row.reset(value.array());
        decoder.decode(value.array(), value.from(), value.to(), row);
        metadata.addTo(row, record);
        return router.route(record, row);
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
