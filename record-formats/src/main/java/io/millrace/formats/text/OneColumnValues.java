package io.millrace.formats.text;

import io.millrace.formats.schema.SchemaException;
import io.millrace.formats.value.KeyShape;
import io.millrace.formats.value.LineRenderer;
import io.millrace.formats.value.ValueContext;
import io.millrace.formats.value.ValueFormat;
import io.millrace.formats.value.ValueSettings;
import java.util.Optional;

/** Values that are one column and, as they are, one line. */
abstract class OneColumnValues implements ValueFormat {
    @Override
    public final boolean takesSchema() {
        return false;
    }

    @Override
    public final boolean takesMessage() {
        return false;
    }

    @Override
    public final boolean hasColumns(ValueSettings settings) {
        return true;
    }

    @Override
    public final Optional<LineRenderer> line() {
        return Optional.of(new TextLines());
    }

    @Override
    public final KeyShape keyShape(ValueSettings settings, ValueContext context) throws SchemaException {
        return new KeyShape(shape(settings, context), true);
    }

    @Override
    public final int heapPerByteOfJson(boolean withMetadata) {
        return OneColumn.HEAP_PER_BYTE_OF_JSON;
    }
}
