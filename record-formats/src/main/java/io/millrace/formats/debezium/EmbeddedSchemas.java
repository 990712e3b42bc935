package io.millrace.formats.debezium;

import io.millrace.formats.avro.NamedSchema;
import io.millrace.formats.avro.Origin;
import io.millrace.formats.cache.Recent;
import io.millrace.formats.json.EmbeddedSchema;
import io.millrace.formats.json.EnvelopeDecoder;
import io.millrace.formats.row.Group;
import io.millrace.formats.row.Row;
import io.millrace.formats.schema.AvroColumns;
import io.millrace.formats.value.Change;
import io.millrace.formats.value.JsonReading;
import io.millrace.formats.value.ValueDecoder;
import io.millrace.record.BadRecordException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The schemas that stand before the values themselves. */
final class EmbeddedSchemas implements Origin {
    private final Change change;
    private final EmbeddedSchema finder = new EmbeddedSchema();
    /** By their texts. */
    private final Recent<String, NamedSchema> rows = NamedSchema.recent();

    private byte[] lastText = new byte[0];
    private NamedSchema last;

    EmbeddedSchemas(Change change) {
        this.change = change;
    }

    @Override
    public NamedSchema writer(byte[] bytes, int from, int to) throws BadRecordException {
        if (!finder.find(bytes, from, to)) {
            throw new BadRecordException(
                    "value has no schema before it, as Kafka Connect's JSON converter writes it with"
                            + " schemas.enable; without one --schema must say the columns");
        }
        if (!Arrays.equals(lastText, 0, lastText.length, bytes, finder.from(), finder.to())) {
            byte[] text = Arrays.copyOfRange(bytes, finder.from(), finder.to());
            last = rowOf(text);
            lastText = text;
        }
        return last;
    }

    private NamedSchema rowOf(byte[] utf8) throws BadRecordException {
        String text = new String(utf8, StandardCharsets.UTF_8);
        NamedSchema row = rows.get(text);
        if (row == null) {
            row = new NamedSchema(ConnectSchema.ofRow(text), "the value's own schema", text.length());
            rows.put(text, row, row.characters());
        }
        return row;
    }

    @Override
    public AvroColumns columns(NamedSchema schema) {
        return AvroColumns.ofJsonValues(schema.schema(), schema.name());
    }

    @Override
    public ValueDecoder reader(NamedSchema reader, Group columns, Row row) {
        return new EnvelopeDecoder(columns, row, JsonReading.BY_CONNECT_SCHEMA, change);
    }
}
