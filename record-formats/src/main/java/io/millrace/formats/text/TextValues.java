package io.millrace.formats.text;

import io.millrace.formats.bytes.Utf8;
import io.millrace.formats.json.JsonText;
import io.millrace.formats.row.Leaf;
import io.millrace.formats.row.LeafType;
import io.millrace.formats.row.Row;
import io.millrace.formats.value.ValueContext;
import io.millrace.formats.value.ValueDecoder;
import io.millrace.formats.value.ValueSettings;
import io.millrace.formats.value.ValueShape;
import io.millrace.record.BadRecordException;

/** One text per record, UTF-8. */
public final class TextValues extends OneColumnValues {
    @Override
    public ValueShape shape(ValueSettings settings, ValueContext context) {
        return new OneColumn(
                LeafType.STRING,
                TextValues::decoder,
                (value, out) -> JsonText.quote(value.array(), value.from(), value.to(), out));
    }

    private static ValueDecoder decoder(Row row, Leaf leaf) {
        return (bytes, from, to) -> {
            if (!Utf8.isValid(bytes, from, to)) {
                throw new BadRecordException("value is not UTF-8 text");
            }
            row.column(leaf.index()).addBytes(0, leaf.definition(), from, to - from);
        };
    }
}
