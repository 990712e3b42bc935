package io.millrace.formats;

import io.millrace.formats.avro.AvroEnvelopes;
import io.millrace.formats.avro.AvroValues;
import io.millrace.formats.debezium.JsonEnvelopes;
import io.millrace.formats.json.JsonValues;
import io.millrace.formats.proto.ProtoValues;
import io.millrace.formats.text.BytesValues;
import io.millrace.formats.text.TextValues;
import io.millrace.formats.value.ValueFormat;
import io.millrace.formats.value.ValueSettings;
import java.util.Locale;

/** What the values of a topic are: the list of all kinds. What a kind does is said in its own package. */
public enum Values {
    /** One JSON text per record, UTF-8. */
    JSON(new JsonValues(), new JsonEnvelopes()),
    /** One Protobuf message per record, described by a descriptor set and a message name. */
    PROTOBUF(new ProtoValues()),
    /** One Avro record per record, alone or with what says its schema. */
    AVRO(new AvroValues(), new AvroEnvelopes()),
    /** UTF-8 text. */
    TEXT(new TextValues()),
    /** Anything; not looked into. */
    BYTES(new BytesValues());

    private final ValueFormat format;
    /** Of change events around such rows; null if there are none. */
    private final ValueFormat envelopes;

    Values(ValueFormat format) {
        this(format, null);
    }

    Values(ValueFormat format, ValueFormat envelopes) {
        this.format = format;
        this.envelopes = envelopes;
    }

    ValueFormat format() {
        return format;
    }

    /** True if change events around such rows can be read. */
    boolean canUnwrap() {
        return envelopes != null;
    }

    /** What values are of which this is said. */
    ValueFormat format(ValueSettings described) {
        return described.unwrap().isPresent() && canUnwrap() ? envelopes : format;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
