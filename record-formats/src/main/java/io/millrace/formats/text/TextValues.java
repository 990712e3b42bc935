package io.millrace.formats.text;

import io.millrace.formats.bytes.Utf8;
import io.millrace.formats.json.JsonText;
import io.millrace.formats.row.LeafType;
import io.millrace.formats.row.Row;
import io.millrace.formats.value.LineRenderer;
import io.millrace.formats.value.ValueDecoder;
import io.millrace.formats.value.ValueFormat;
import io.millrace.formats.value.ValueSettings;
import io.millrace.formats.value.ValueShape;
import io.millrace.record.BadRecordException;
import java.util.Optional;

/** One text per record, UTF-8. */
public final class TextValues implements ValueFormat {
    @Override
    public boolean takesSchema() {
        return false;
    }

    @Override
    public boolean takesMessage() {
        return false;
    }

    @Override
    public boolean hasColumns(ValueSettings settings) {
        return true;
    }

    @Override
    public ValueShape shape(ValueSettings settings) {
        return new OneColumn(
                LeafType.STRING,
                TextValues::decoder,
                (value, out) -> JsonText.quote(value.array(), value.from(), value.to(), out));
    }

    private static ValueDecoder decoder(Row row) {
        return (bytes, from, to) -> {
            if (!Utf8.isValid(bytes, from, to)) {
                throw new BadRecordException("value is not UTF-8 text");
            }
            row.column(0).addBytes(0, 0, from, to - from);
        };
    }

    @Override
    public Optional<LineRenderer> line() {
        return Optional.of(new TextLines());
    }

    @Override
    public int heapPerByteOfJson(boolean withMetadata) {
        return OneColumn.HEAP_PER_BYTE_OF_JSON;
    }
}
