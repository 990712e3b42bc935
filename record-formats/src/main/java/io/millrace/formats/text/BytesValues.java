package io.millrace.formats.text;

import io.millrace.formats.json.JsonText;
import io.millrace.formats.row.LeafType;
import io.millrace.formats.value.ValueContext;
import io.millrace.formats.value.ValueSettings;
import io.millrace.formats.value.ValueShape;

/** Anything; not looked into. In JSON it is base64. */
public final class BytesValues extends OneColumnValues {
    @Override
    public ValueShape shape(ValueSettings settings, ValueContext context) {
        return new OneColumn(
                LeafType.BYTES,
                row -> (bytes, from, to) -> row.column(0).addBytes(0, 0, from, to - from),
                (value, out) -> JsonText.base64(value, out));
    }
}
