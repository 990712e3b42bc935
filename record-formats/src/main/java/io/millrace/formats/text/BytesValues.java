package io.millrace.formats.text;

import io.millrace.formats.json.JsonText;
import io.millrace.formats.row.LeafType;
import io.millrace.formats.value.LineRenderer;
import io.millrace.formats.value.ValueFormat;
import io.millrace.formats.value.ValueSettings;
import io.millrace.formats.value.ValueShape;
import java.util.Optional;

/** Anything; not looked into. In JSON it is base64. */
public final class BytesValues implements ValueFormat {
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
                LeafType.BYTES,
                row -> (bytes, from, to) -> row.column(0).addBytes(0, 0, from, to - from),
                (value, out) -> JsonText.base64(value, out));
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
