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
                (row, leaf) ->
                        (bytes, from, to) -> row.column(leaf.index()).addBytes(0, leaf.definition(), from, to - from),
                (value, out) -> JsonText.base64(value, out));
    }
}
